/** Loaded with `--import` into a process of the lab: its wall clock goes ahead by CLOCK_SHIFT_MS. */
const shift = Number(process.env['CLOCK_SHIFT_MS'] ?? 0)
const real = Date.now
Date.now = () => real() + shift
