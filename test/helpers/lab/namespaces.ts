import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'

/** Whether this machine lets us make network namespaces: root, Linux, iproute2. */
export function canMakeNamespaces(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const name = `muster-probe-${randomBytes(3).toString('hex')}`
  try {
    ip('netns', 'add', name)
    ip('netns', 'del', name)
    return true
  } catch {
    return false
  }
}

/** Says loudly, once a suite, that it is skipped; for `describe.skipIf`. */
export function namespacesMissing(suite: string): boolean {
  if (canMakeNamespaces()) return false
  console.warn(`\n!!! SKIPPED: ${suite}: needs root and iproute2 for network namespaces\n`)
  return true
}

/**
 * One wifi: a bridge in a namespace of its own, and a namespace for each laptop with an address 10.77.0.N/24.
 * Nothing outside these namespaces is touched; `dispose` removes all of it.
 */
export class Wifi {
  readonly #prefix = `mu${randomBytes(3).toString('hex')}`
  readonly #laptops = new Set<number>()

  constructor() {
    const bridge = this.bridgeNamespace
    ip('netns', 'add', bridge)
    inside(bridge, 'ip', 'link', 'add', 'br0', 'type', 'bridge', 'forward_delay', '0', 'mcast_snooping', '0')
    inside(bridge, 'ip', 'link', 'set', 'br0', 'up')
    inside(bridge, 'ip', 'link', 'set', 'lo', 'up')
  }

  get bridgeNamespace(): string {
    return `${this.#prefix}br`
  }

  /** The namespace of laptop `number` (1 to 200), made on first use. */
  namespace(number: number): string {
    const name = `${this.#prefix}n${number}`
    if (this.#laptops.has(number)) return name
    const bridge = this.bridgeNamespace
    ip('netns', 'add', name)
    this.#laptops.add(number)
    inside(name, 'ip', 'link', 'set', 'lo', 'up')
    inside(name, 'ip', 'link', 'add', 'wifi0', 'type', 'veth', 'peer', 'name', `port${number}`, 'netns', bridge)
    inside(bridge, 'ip', 'link', 'set', `port${number}`, 'master', 'br0')
    inside(bridge, 'ip', 'link', 'set', `port${number}`, 'up')
    inside(name, 'ip', 'address', 'add', this.address(number) + '/24', 'dev', 'wifi0')
    inside(name, 'ip', 'link', 'set', 'wifi0', 'up')
    inside(name, 'ip', 'route', 'add', '224.0.0.0/4', 'dev', 'wifi0')
    return name
  }

  address(number: number): string {
    return `10.77.0.${number}`
  }

  /** Takes a laptop off the wifi, as when its radio is switched off at the router's side: it keeps its address. */
  cut(number: number): void {
    inside(this.bridgeNamespace, 'ip', 'link', 'set', `port${number}`, 'down')
  }

  heal(number: number): void {
    inside(this.bridgeNamespace, 'ip', 'link', 'set', `port${number}`, 'up')
  }

  /** Nothing reaches a laptop nor leaves it, and its card does not notice. */
  isolate(number: number): void {
    inside(this.bridgeNamespace, 'ip', 'link', 'set', `port${number}`, 'nomaster')
  }

  rejoin(number: number): void {
    inside(this.bridgeNamespace, 'ip', 'link', 'set', `port${number}`, 'master', 'br0')
  }

  /** Laptops hear each other's multicast and nothing else, as on a wifi for guests. */
  keepApart(): void {
    const rules =
      'table bridge apart { chain between { type filter hook forward priority 0; ether type ip ip protocol tcp drop; }; }'
    inside(this.bridgeNamespace, 'nft', rules)
  }

  letThrough(): void {
    inside(this.bridgeNamespace, 'nft', 'delete table bridge apart')
  }

  /** Gives a laptop another address, as a router does that was switched off and on. */
  move(number: number, to: number): void {
    const name = this.namespace(number)
    inside(name, 'ip', 'address', 'flush', 'dev', 'wifi0')
    inside(name, 'ip', 'address', 'add', this.address(to) + '/24', 'dev', 'wifi0')
    inside(name, 'ip', 'route', 'replace', '224.0.0.0/4', 'dev', 'wifi0')
  }

  /** The wifi is gone for both, and a laptop is on the other's hotspot: 10.42.0.1/24 the host, 10.42.0.2/24 the guest. */
  hotspot(host: number, guest: number): void {
    const [hosting, visiting] = [this.namespace(host), this.namespace(guest)]
    for (const name of [hosting, visiting]) inside(name, 'ip', 'link', 'set', 'wifi0', 'down')
    inside(hosting, 'ip', 'link', 'add', 'ap0', 'type', 'veth', 'peer', 'name', 'wifi1', 'netns', visiting)
    for (const [name, on, address] of [
      [hosting, 'ap0', '10.42.0.1/24'],
      [visiting, 'wifi1', '10.42.0.2/24'],
    ] as const) {
      inside(name, 'ip', 'address', 'add', address, 'dev', on)
      inside(name, 'ip', 'link', 'set', on, 'up')
      inside(name, 'ip', 'route', 'replace', '224.0.0.0/4', 'dev', on)
    }
  }

  /** Removes every namespace; safe twice. */
  dispose(): void {
    for (const number of this.#laptops) quietly('netns', 'del', `${this.#prefix}n${number}`)
    this.#laptops.clear()
    quietly('netns', 'del', this.bridgeNamespace)
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function inside(namespace: string, ...command: string[]): void {
  ip('netns', 'exec', namespace, ...command)
}

function quietly(...args: string[]): void {
  try {
    ip(...args)
  } catch {
    // already gone
  }
}
