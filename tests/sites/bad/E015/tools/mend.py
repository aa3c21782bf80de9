raise SystemExit("no command may run this")
