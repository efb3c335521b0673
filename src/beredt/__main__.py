"""`python -m beredt` is the same as the command `beredt`."""

from beredt.shell.cli.main import main

raise SystemExit(main())
