"""How a KPI is measured, judged and answered: what commands, jobs and reports say of a figure."""
