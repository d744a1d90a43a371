// Loaded before the program (`--expose-gc --import`): gives back at once what nothing holds any more. What is left in memory is held.
setInterval(() => (globalThis as { gc?: () => void }).gc?.(), 5_000).unref()
