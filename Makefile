# Two commands: `make run` and `make test`. The work is done by tools/ and by the `tongban` command.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-catalogue bench-scale prove check-fast format lock assets docs pictures clean

help: ## 列出这些命令 | this list
	@sh tools/help.sh $(firstword $(MAKEFILE_LIST))

run: ## 安装、启动演示县并打印地址 | install, start the demonstration county, print its address
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh run
	@$(BIN)/tongban run --end-with-parent --port $(PORT) $(ARGS)

test: ## 运行全部检查 | run every check
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python tools/check.py

check-fast: ## 不含数据库和浏览器的检查 | checks without database and browser
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python tools/check.py --fast

bench: ## 性能对照 | benchmarks beside their limits
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python -m bench $(ARGS)

bench-catalogue: ## 一万事项五级目录：指南、查找、列表 | ten thousand items at five levels: guide, search, lists
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python -m bench.catalogue $(ARGS)

bench-scale: ## 一万和一百万办件：列表、查找、工作台、巡查、导出 | ten thousand and a million cases: lists, search, desks, sweeps, export
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python -m bench.scale $(ARGS)

prove: ## 长时间验证：规模、故障、模拟 | the long proofs: scale, faults, simulations
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/pytest -m prove $(ARGS)

format: ## 按格式改写源文件 | rewrite the sources in the house format
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/ruff format -q . && $(BIN)/ruff check --fix -q .

assets: ## 重新构建静态文件 | build the static files
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh run

docs: ## 生成文档网站到 site-docs/ | build the documentation into site-docs/
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet && echo site-docs/index.html

pictures: ## 重新拍 docs/pictures 里的图 | make the pictures of docs/pictures anew
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@$(BIN)/python tools/pictures.py
	@$(BIN)/python tools/law_pictures.py
	@$(BIN)/python tools/duty_pictures.py
	@$(BIN)/python tools/roster_pictures.py
	@$(BIN)/python tools/result_pictures.py
	@$(BIN)/python tools/middle_pictures.py
	@$(BIN)/python tools/desk_pictures.py

lock: ## 重新锁定依赖版本 | lock the dependencies again
	@PYTHON=$(PYTHON) sh tools/bootstrap.sh dev
	@sh tools/lock.sh

clean: ## 删除环境和构建结果（不动数据） | remove environment and builds, never data
	@rm -rf .venv node_modules var src/tongban/faces/common/static/built
