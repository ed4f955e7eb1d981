"""What tiyao costs, as ratios that hold on any machine. `python -m benchmarks` runs what needs no peer."""
