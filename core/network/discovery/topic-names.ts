import { toHex } from '../../shared/bytes.ts'
import { CLOCK_SLACK_HOURS, hourOf, topicName } from './announcement.ts'
import type { DiscoveryTopic } from '../ports.ts'

/** The names of a set of topics around the present hour, each way. Recomputed when the hour or the set changes. */
export class TopicNames {
  #topics: readonly DiscoveryTopic[] = []
  #hour = -1
  #byName = new Map<string, DiscoveryTopic>()
  #present = new Map<DiscoveryTopic, string>()

  /** @returns whether there is something to ask for that was not asked for before */
  set(topics: readonly DiscoveryTopic[]): boolean {
    const before = new Set(secretsAsked(this.#topics))
    this.#topics = topics
    this.#hour = -1
    return secretsAsked(topics).some((secret) => !before.has(secret))
  }

  /** The topic that has this name in any hour which a clock slightly off may take for the present one. */
  topicOf(name: string, nowMs: number): DiscoveryTopic | undefined {
    this.#refresh(nowMs)
    return this.#byName.get(name)
  }

  /** Whether a topic has this name now: what was said under it was said in this hour, or it never changes. */
  isPresent(name: string, nowMs: number): boolean {
    this.#refresh(nowMs)
    return [...this.#present.values()].includes(name)
  }

  /** What to ask for now. */
  asked(nowMs: number): readonly string[] {
    this.#refresh(nowMs)
    return this.#topics.filter(({ ask }) => ask).flatMap((topic) => this.#present.get(topic) ?? [])
  }

  #refresh(nowMs: number): void {
    const hour = hourOf(nowMs)
    if (hour === this.#hour) return
    this.#hour = hour
    this.#byName = new Map()
    this.#present = new Map()
    for (const topic of this.#topics) {
      const [from, to] = topic.hourly ? [hour - CLOCK_SLACK_HOURS, hour + CLOCK_SLACK_HOURS] : [0, 0]
      for (let at = from; at <= to; at++) {
        const name = topicName(topic.secret, at)
        this.#byName.set(name, topic)
        if (at === hour || !topic.hourly) this.#present.set(topic, name)
      }
    }
  }
}

function secretsAsked(topics: readonly DiscoveryTopic[]): readonly string[] {
  return topics.filter(({ ask }) => ask).map(({ secret }) => toHex(secret))
}
