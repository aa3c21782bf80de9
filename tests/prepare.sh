#!/bin/sh
# Brings the programs that the heavy tests need beyond Python: a browser with Chinese type, Node.js, Java, libical,
# khal and Debian's own icalendar, the three web servers that the handbook has settings for (installed, but not started), and
# LibreOffice with the tools that measure its pages.
# The packages of tests/clients/package-lock.json are fetched by the tests themselves (tests/clients/tools.py).
# Where something cannot be had (no Debian, no root, no network) this says so in one line; those tests then skip with
# their reason. With the variable CI set they fail instead.
set -u
cd "$(dirname "$0")/.."

missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
  || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
{ command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; } || missing="$missing fontconfig fonts-noto-cjk"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
ldconfig -p 2>/dev/null | grep -q 'libical\.so' || missing="$missing libical3"
command -v khal >/dev/null 2>&1 || missing="$missing khal"
/usr/bin/python3 -c 'import dateutil, icalendar' >/dev/null 2>&1 || missing="$missing python3-icalendar python3-dateutil"
PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v nginx >/dev/null 2>&1 || missing="$missing nginx"
command -v apache2 >/dev/null 2>&1 || missing="$missing apache2-bin"
command -v caddy >/dev/null 2>&1 || missing="$missing caddy"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui libreoffice-calc-nogui"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "… 安装测试用的程序：$missing"
  policy=/usr/sbin/policy-rc.d  # Debian asks this file whether a new server may be started at once
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  # shellcheck disable=SC2086  # a list of package names
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 \
    || echo "没有装成：$missing（相应的测试会跳过）"
else
  echo "这台机器上没有：$missing（相应的测试会跳过）"
fi
exit 0
