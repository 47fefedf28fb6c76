"""What people agreed to: agreements with versions, and the record of each consent."""
