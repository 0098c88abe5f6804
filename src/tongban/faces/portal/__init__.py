"""办事大厅: what citizens see, phone first."""
