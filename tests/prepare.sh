#!/bin/sh
# Brings what the heavy tests need beyond Python: a browser, Node.js with two calendar parsers, libical, an HTML checker.
# Where it cannot (no Debian, no root, no network) it says so in one line; those tests then skip with their reason.
# With CI=true nothing may be missing.
set -u
cd "$(dirname "$0")/.."

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
ldconfig -p 2>/dev/null | grep -q 'libical\.so' || missing="$missing libical3"

if [ -n "$missing" ]; then
  if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "… 安装测试用的程序：$missing"
    # shellcheck disable=SC2086  # a list of package names
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing; } >/dev/null 2>&1 \
      || echo "没有装成：$missing"
  else
    echo "这台机器上没有：$missing（相应的测试会跳过）"
  fi
fi

if command -v npm >/dev/null 2>&1 && [ ! -f tests/clients/node_modules/.package-lock.json ]; then
  echo "… 安装日历解析器和网页检查器"
  (cd tests/clients && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || echo "npm 没有装成"
fi
exit 0
