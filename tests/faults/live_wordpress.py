"""A real WordPress for tests: PHP's own server, MariaDB, and the files of Debian's package `wordpress`.

Everything lives in one folder and goes with it: a copy of the site's files, a database that listens on a socket only.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx

from tests.faults.test_station_run import _port

FILES = Path("/usr/share/wordpress")
NEEDED = ("php", "mariadbd", "mariadb-install-db", "mariadb")
SECONDS = 60.0
AS_ROOT = "--auth-root-authentication-method=normal"
LEFT_OUT = ("wp-config.php", ".htaccess", "uploads", "languages")
CONFIG = """<?php
define('DB_NAME', 'site'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:%(socket)s'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT',
  'LOGGED_IN_SALT', 'NONCE_SALT'] as $name) { define($name, 'only-for-a-test-' . $name); }
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HOME', '%(url)s'); define('WP_SITEURL', '%(url)s');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""
ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file(__DIR__ . $path)) { return false; }
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""
INSTALL = """<?php
define('WP_INSTALLING', true); $_SERVER['HTTP_HOST'] = '%(host)s';
function wp_mail() { return true; }
require __DIR__ . '/wp-load.php'; require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('邻里小报', 'editor', 'editor@example.org', true, '', 'only-for-a-test');
update_option('timezone_string', 'Asia/Shanghai'); update_option('permalink_structure', '/%%postname%%/');
update_option('comment_previously_approved', 0); update_option('comment_moderation', 0);
switch_theme('twentytwentyone');
[$word] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'linli']);
$page = wp_insert_post(['post_title' => '三号楼', 'post_name' => 'block-3', 'post_content' => '楼道灯今天换好。',
  'post_status' => 'publish', 'post_author' => 1, 'comment_status' => 'open']);
flush_rewrite_rules();
echo json_encode(['password' => $word, 'post' => $page]);
"""


FASTER = "<?php add_filter('comment_flood_filter', '__return_false');"  # a test comments faster than a person


def missing() -> str:
    """What is not here of what a real WordPress needs; empty where it can run."""
    wanted = [name for name in NEEDED if shutil.which(name) is None and not Path("/usr/sbin", name).exists()]
    return ", ".join(wanted if FILES.is_dir() else [*wanted, "the package wordpress"])


class WordPress:
    """The site and its database. `url`, and an application `password` of its editor, once it has started."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, _port()
        self.root, self.socket = home / "site", home / "db.sock"
        self.url = f"http://127.0.0.1:{self.port}"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        shutil.copytree(FILES, self.root, ignore=shutil.ignore_patterns(*LEFT_OUT), ignore_dangling_symlinks=True)
        self._database()
        given = {"socket": str(self.socket), "url": self.url, "host": f"127.0.0.1:{self.port}"}
        for name, text in (("wp-config.php", CONFIG), ("install.php", INSTALL)):
            (self.root / name).write_text(text % given, encoding="utf-8")
        (self.root / "router.php").write_text(ROUTER, encoding="utf-8")
        more = self.root / "wp-content" / "mu-plugins"
        more.mkdir()
        (more / "faster.php").write_text(FASTER, encoding="utf-8")
        done = subprocess.run(["php", "install.php"], cwd=self.root, capture_output=True, text=True, timeout=SECONDS)
        assert done.returncode == 0, done.stdout + done.stderr
        made = json.loads(done.stdout.strip().splitlines()[-1])
        self.password, self.post = made["password"], made["post"]
        env = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
        self._run(["php", "-S", f"127.0.0.1:{self.port}", "-t", str(self.root), str(self.root / "router.php")], env)
        until(lambda: httpx.get(self.url, timeout=20).status_code == 200)

    def stop(self) -> None:
        for process in reversed(self.running):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(SECONDS)

    def says(self, name: str, words: str) -> str:
        """A visitor comments by the form of the page; the comment's number."""
        form = {"comment": words, "author": name, "email": f"{name}@example.org", "comment_post_ID": str(self.post)}
        answer = httpx.post(f"{self.url}/wp-comments-post.php", data=form, timeout=20)
        found = re.search(r"#comment-(\d+)", answer.headers.get("location", ""))
        assert found is not None, answer.text[-300:]
        return found[1]

    def page(self) -> str:
        """The page as somebody reads it who is not signed in."""
        return httpx.get(f"{self.url}/block-3/", timeout=20).raise_for_status().text

    def _database(self) -> None:
        data = str(self.home / "data")
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", AS_ROOT]
        subprocess.run([*install, *_as_root()], check=True, capture_output=True, timeout=SECONDS)
        server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
        words = [f"--datadir={data}", f"--socket={self.socket}", "--skip-networking", "--innodb-buffer-pool-size=32M"]
        self._run([server, "--no-defaults", *words, f"--pid-file={self.home}/db.pid", *_as_root()])
        client = ["mariadb", "--no-defaults", f"--socket={self.socket}", "-uroot"]
        until(
            lambda: (
                subprocess.run([*client, "-e", "CREATE DATABASE site"], check=False, capture_output=True).returncode
                == 0
            )
        )

    def _run(self, command: list[str], env: dict[str, str] | None = None) -> None:
        with (self.home / f"log-{len(self.running)}").open("wb") as log:
            started = subprocess.Popen(command, stdout=log, stderr=log, env=env, start_new_session=True)
        self.running.append(started)


def until(true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Waits for something to be true; a site that does not answer yet is not."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with suppress(httpx.HTTPError):
            if true():
                return
        time.sleep(0.3)
    raise AssertionError(true)


def _as_root() -> list[str]:
    return ["--user=root"] if os.geteuid() == 0 else []
