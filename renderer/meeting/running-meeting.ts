/** What is kept of a meeting while it runs; gone when the screen is left, and on purpose nowhere else. */
export interface RunningMeeting {
  /** Record id of the invite. */
  readonly invite: string
  readonly code: string
  /** Milliseconds, this laptop's clock. */
  readonly startedAt: number
  readonly expiresAt: number
  readonly uses: number
  /** Person ids of those who were members before. */
  readonly before: ReadonlySet<string>
}
