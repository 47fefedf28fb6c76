"""Making an account, a second factor, and signing in with it, on the pages as people see them."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import assert_accessible, assert_fits, shot

PASSWORD = "hai-tang-hua-kai-7"


def looked_at(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    shot(page, name)


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_an_account_with_a_second_factor(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/signup/")
    page.get_by_label("用户名").fill("xiaoman")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("密码（重复）").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="注册").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的事")
    looked_at(page, "me-empty")

    page.get_by_role("link", name="两步验证").click()
    looked_at(page, "second-factor")
    page.get_by_role("main").get_by_role("link", name="激活").click()
    looked_at(page, "confirm-it-is-you")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    looked_at(page, "second-factor-set-up")
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("六位数字").fill(code_now(secret))
    page.get_by_role("main").get_by_role("button", name="激活").click()
    looked_at(page, "recovery-codes")
    recovery = page.locator("#recovery_codes").input_value().split()
    assert len(recovery) == 10

    page.get_by_role("contentinfo").get_by_role("link", name="退出登录").click()
    looked_at(page, "sign-out")
    page.get_by_role("main").get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("好好说话")

    page.get_by_role("contentinfo").get_by_role("link", name="登录").click()
    page.get_by_label("用户名或邮箱").fill("xiaoman")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("两步验证")
    looked_at(page, "second-factor-asked")
    page.get_by_label("六位数字或恢复码").fill(recovery[0])
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的事")


def test_a_wrong_password_is_told_at_the_form(visit: Callable[..., Page]) -> None:
    page = visit("/accounts/login/")
    page.get_by_label("用户名或邮箱").fill("nobody")
    page.get_by_label("密码").fill("not-the-password")
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looked_at(page, "sign-in-wrong")
