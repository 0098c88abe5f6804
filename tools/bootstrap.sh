#!/bin/sh
# Finds a Python, makes .venv, and hands over to tools/environment.py. One clear sentence per fault.
# Usage: tools/bootstrap.sh run|dev
set -eu
cd "$(dirname "$0")/.."

say() { # Chinese, English
  case "${TONGBAN_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
  zh*) echo "$1" >&2 ;;
  *) echo "$2" >&2 ;;
  esac
}

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  for name in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && recent "$name"; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

make_venv() {
  rm -rf .venv
  if "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    "$1" -m venv .venv && return 0
  elif "$1" -m virtualenv --version >/dev/null 2>&1; then
    "$1" -m virtualenv -q .venv && return 0
  elif "$1" -m pip --version >/dev/null 2>&1 && "$1" -m venv --without-pip .venv >/dev/null 2>&1; then
    return 0 # tools/environment.py installs with the system's pip then
  fi
  rm -rf .venv
  return 1
}

# An environment whose making was cut short has a Python and nothing to install with.
whole() {
  [ -x .venv/bin/python ] && recent .venv/bin/python &&
    { [ -x .venv/bin/uv ] || .venv/bin/python -m pip --version >/dev/null 2>&1; }
}

if ! whole; then
  if ! python=$(find_python); then
    say "需要 Python 3.11 或更高版本；请先安装（apt install python3 python3-venv）再运行。" \
      "Python 3.11 or later is needed; install it (apt install python3 python3-venv) and run this again."
    exit 4
  fi
  say "正在建立运行环境……" "Making the environment ..."
  if ! fault=$(make_venv "$python" 2>&1); then
    case "$fault" in
    *"No space left"*) say "磁盘已满：无法在 $PWD 建立运行环境。" "The disk is full: no room for the environment in $PWD." ;;
    *"ermission denied"*) say "没有写入 $PWD 的权限。" "No permission to write to $PWD." ;;
    *) say "Python 缺少 venv 模块；请安装 python3-venv（apt install python3-venv）再运行。" \
      "Python's venv module is missing; install python3-venv (apt install python3-venv) and run this again." ;;
    esac
    exit 4
  fi
fi
TONGBAN_SYSTEM_PYTHON=$(find_python || echo .venv/bin/python) exec .venv/bin/python tools/environment.py "${1:-run}"
