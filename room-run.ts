import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Wifi } from './test/helpers/lab/namespaces.ts'
const COUNT = Number(process.argv[2] ?? 20), PER = Number(process.argv[3] ?? 5)
const wifi = new Wifi()
const folder = mkdtempSync('/dev/shm/room-')
const groups: any[] = []
function start(ns: string) {
  const child = fork('./bench/roles/room.ts', { execPath: 'ip', execArgv: ['netns', 'exec', ns, process.execPath, '--disable-warning=ExperimentalWarning'] })
  const waiting = new Map<number, any>(); let next = 1
  child.on('message', (r: any) => { const w = waiting.get(r.id); waiting.delete(r.id); r.error ? w.reject(new Error(r.error)) : w.resolve(r.value) })
  return { call: (name: string, input?: any): Promise<any> => { const id = next++; return new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); child.send({ id, name, input }) }) }, child }
}
const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms))
const pct = (v: number[], p: number) => v.toSorted((a, b) => a - b)[Math.min(v.length - 1, Math.floor(v.length * p))]
try {
  for (let g = 0; g * PER < COUNT; g++) {
    const ns = wifi.namespace(g + 1)
    const role = start(ns); groups.push(role)
    await role.call('open', { folders: Array.from({ length: Math.min(PER, COUNT - g * PER) }, (_, i) => path.join(folder, `l${g * PER + i}`)), ip: wifi.address(g + 1), firstPort: 7001 })
  }
  const t0 = Date.now()
  const code = await groups[0].call('found', { uses: COUNT + 5 })
  await Promise.all(groups.map((g, i) => g.call('join', { code, from: i * PER })))
  console.log('all joined after', Date.now() - t0, 'ms')
  const states = async () => (await Promise.all(groups.map((g) => g.call('state')))).flat()
  for (let i = 0; i < 60; i++) { const s = await states(); if (s.every((x: any) => x.members === COUNT)) break; await sleep(500) }
  console.log('all know all after', Date.now() - t0, 'ms')
  for (let i = 0; i < 8; i++) {
    await sleep(4000); const s = await states()
    const links = s.map((x: any) => x.links)
    console.log(`t ${Date.now() - t0}: links mean ${(links.reduce((a: number, b: number) => a + b) / COUNT).toFixed(2)} max ${Math.max(...links)} min ${Math.min(...links)} dialled max ${Math.max(...s.map((x: any) => x.dialled))} members ${Math.min(...s.map((x: any) => x.members))} room ${Math.min(...s.map((x:any)=>x.room))} having ${Math.min(...s.map((x:any)=>x.having))}`)
  }
  const use = async () => (await Promise.all(groups.map((g) => g.call('usage')))) as any[]
  const before = await use(); const tb = performance.now(); await sleep(20000); const after = await use(); const dt = performance.now() - tb
  const cpu = after.reduce((a, x, i) => a + x.cpuMs - before[i].cpuMs, 0)
  console.log(`idle: CPU ${(100 * cpu / dt / COUNT).toFixed(2)} % of a core each; RSS ${(after.reduce((a, x) => a + x.rssMb, 0) / COUNT).toFixed(0)} MB each`)
  const edits: { id: string; at: number }[] = []
  for (let e = 0; e < 30; e++) { const g = groups[Math.floor(Math.random() * groups.length)]; edits.push(await g.call('edit', { laptop: 0 })); await sleep(700) }
  await sleep(4000)
  const times = (await Promise.all(groups.map((g) => g.call('seen', { ids: edits.map((e) => e.id) })))).flat() as number[][]
  const all = edits.map((e, i) => Math.max(...times.map((t) => t[i]! < 0 ? Infinity : t[i]! - e.at)))
  const each = edits.flatMap((e, i) => times.map((t) => t[i]! < 0 ? Infinity : t[i]! - e.at))
  console.log(`one edit at all: p50 ${pct(all, .5)?.toFixed(0)} p95 ${pct(all, .95)?.toFixed(0)} max ${Math.max(...all).toFixed(0)}; at each p50 ${pct(each, .5)?.toFixed(0)} p95 ${pct(each, .95)?.toFixed(0)}`)
  await sleep(3000); const s = await states(); console.log('having everything, min', Math.min(...s.map((x: any) => x.having)), 'of', COUNT - 1)
} finally {
  await Promise.all(groups.map(async (g) => { await g.call('close').catch(() => undefined); g.child.disconnect() }))
  wifi.dispose(); rmSync(folder, { recursive: true, force: true })
}
