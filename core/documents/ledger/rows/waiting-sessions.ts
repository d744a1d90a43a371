/** Sessions remembered of one author: any batch's (PROTOCOL 5.1) fit. */
const MOST_WAITING = 4_096

/** Sessions (ids) announced of which no unit has come yet: of each author the newest, so that nobody can push out another's. */
export class WaitingSessions {
  readonly #byAuthor = new Map<string, Set<string>>()

  /**
   * @param author device (key, hex); one for all whom nobody let in, as their keys can be made up
   * @returns the author's oldest, where that is one too many
   */
  add(session: string, author: string): string | undefined {
    const own = this.#byAuthor.get(author) ?? new Set<string>()
    this.#byAuthor.set(author, own.add(session))
    if (own.size <= MOST_WAITING) return undefined
    const [oldest] = own
    own.delete(oldest!)
    return oldest
  }

  delete(session: string): void {
    for (const own of this.#byAuthor.values()) own.delete(session)
  }
}
