import { expect } from 'vitest'

import { Laptop, type Peer } from './laptop.ts'
import { Wifi } from './namespaces.ts'

/** People with laptops on one wifi, by first name in order: number 1, 2, ... at 10.77.0.1:7001, 10.77.0.2:7001, ... */
export class Room {
  readonly wifi = new Wifi()
  readonly #laptops = new Map<string, { laptop: Laptop; number: number; peer: Peer | undefined }>()

  #env: Readonly<Record<string, string>> = {}

  /** Adds people; nothing runs on their laptops yet. */
  add(...names: readonly string[]): void {
    for (const name of names) {
      const number = this.#laptops.size + 1
      const laptop = new Laptop({ name: name.toLowerCase(), namespace: this.wifi.namespace(number) })
      this.#laptops.set(name, { laptop, number, peer: undefined })
    }
  }

  laptop(name: string): Laptop {
    return this.#of(name).laptop
  }

  number(name: string): number {
    return this.#of(name).number
  }

  address(name: string): string {
    return `${this.wifi.address(this.#of(name).number)}:7001`
  }

  peer(name: string): Peer {
    return this.#of(name).peer!
  }

  /** Environment of every peer started from now on. */
  setEnv(env: Readonly<Record<string, string>>): void {
    this.#env = env
  }

  async start(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const one = this.#of(name)
      one.peer = await one.laptop.start(['--listen', this.address(name)], { ...this.#env })
    }
  }

  async stop(name: string): Promise<void> {
    await this.peer(name).stop()
  }

  ask(name: string, ...args: readonly string[]): Promise<any> {
    return this.laptop(name).ask(...args)
  }

  /** The refusal's code, where the command was refused. */
  refusal(name: string, ...args: readonly string[]): Promise<string | undefined> {
    return this.laptop(name).refusal(...args)
  }

  /** Names of the members as one person's laptop shows them, sorted. */
  async members(name: string, network: string): Promise<string[]> {
    const members = await this.ask(name, 'member', 'list', network)
    return members.map((member: { name: string }) => member.name).toSorted()
  }

  async personId(of: string, seenBy: string, network: string): Promise<string> {
    const members = await this.ask(seenBy, 'member', 'list', network)
    return members.find((member: { name: string }) => member.name === of).id
  }

  /** Waits until a laptop lists exactly these incidents (by what they say). */
  async sees(name: string, network: string, incidents: readonly string[], timeoutMs = 30_000): Promise<void> {
    const list = async (): Promise<string[]> => {
      const { records } = await this.ask(name, 'incident', 'list', '--network', network, '--limit', '200')
      return records.map((record: { what: string }) => record.what).toSorted()
    }
    await expect.poll(list, { timeout: timeoutMs, interval: 250 }).toEqual(incidents.toSorted())
  }

  async dispose(): Promise<void> {
    for (const { laptop } of this.#laptops.values()) await laptop.dispose()
    this.wifi.dispose()
  }

  #of(name: string) {
    const found = this.#laptops.get(name)
    if (found === undefined) throw new Error(`nobody called ${name} here`)
    return found
  }
}
