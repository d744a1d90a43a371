/** Of every profile that a bench makes. */
export const BENCH_PASSPHRASE = 'river stones at dawn'
