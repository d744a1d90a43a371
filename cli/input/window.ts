/** Largest window that the engine answers at once: MAX_WINDOW of the contract, whose schemas are not loaded here. */
export const MAX_WINDOW = 200
