/** Who meets whom of four laptops, so that in the end each has heard of all: along a line and back. */
export const CHAIN = [
  [0, 1],
  [1, 2],
  [2, 3],
  [1, 2],
  [0, 1],
] as const
/** Or all at the first. */
export const OTHER_WAY = [
  [3, 0],
  [2, 0],
  [1, 0],
  [2, 0],
  [3, 0],
] as const
