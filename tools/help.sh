#!/bin/sh
# Lists the Makefile's targets in the reader's language. Each target's line ends in: ## 中文 | English
case "${TONGBAN_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
zh*) field=1; echo "用法：make <命令>   例如：make run PORT=8001" ;;
*) field=2; echo "Usage: make <target>   for example: make run PORT=8001" ;;
esac
awk -F ':.*## ' -v field="$field" '/^[a-z-]+:.*## / {
  split($2, words, " \\| ")
  printf "  %-12s %s\n", $1, words[field]
}' "$1"
