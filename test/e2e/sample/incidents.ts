import type { Bridge } from '../../../core/bridge/rpc-client.ts'

const HOUR = 3_600_000

/** One incident of the sample: what is reported, and what is done to it afterwards. */
interface SampleIncident {
  readonly record: object
  readonly moves?: readonly ('triaged' | 'responding' | 'resolved' | 'follow-up')[]
  readonly verify?: { readonly to: 'checking' | 'verified' | 'partly'; readonly basis: string }
  readonly notes?: readonly string[]
  readonly answer?: 'coming' | 'standby'
  /** Index of a need that this person takes on. */
  readonly claims?: number
}

/** Floods, heat, a lost child, harassment on a bus: no real people, no politics. */
export function sampleIncidents(now: number): readonly SampleIncident[] {
  return [
    {
      record: {
        what: 'Water is coming into the ground floors on Mill Lane\nAbout 20 cm in the first two houses, still rising. Two older people on the first floor, both well. The pump from the hall is on its way.',
        kind: 'flood',
        source: 'saw-it',
        place: { label: 'Mill Lane, lower end', precision: 'block' },
        onset: { at: now - 3 * HOUR, precision: 'hour' },
        urgency: 'Immediate',
        severity: 'Severe',
        needs: [
          { kind: 'supplies', text: 'Two more pumps and a long hose' },
          { kind: 'check-on-neighbours', text: 'Numbers 2 to 14, ring at every door' },
          { kind: 'shelter', text: 'Beds for four, tonight' },
        ],
      },
      moves: ['triaged', 'responding'],
      verify: { to: 'verified', basis: 'Two members stand in it and sent the same report.' },
      notes: ['Fire brigade is told, expects 40 minutes.', 'Pump one is running. Level holds.'],
      answer: 'coming',
      claims: 0,
    },
    {
      record: {
        what: 'Child of about six lost at the Sunday market\nRed jacket, speaks only Arabic. Last seen at the fountain.',
        kind: 'lost-child',
        source: 'told-by-affected',
        place: { label: 'Market square, fountain', precision: 'exact' },
        urgency: 'Immediate',
        severity: 'Severe',
        needs: [{ kind: 'interpret', text: 'Arabic, at the first-aid tent' }, { kind: 'observe' }],
      },
      verify: { to: 'checking', basis: 'Steward is asking at the tent.' },
    },
    {
      record: {
        what: 'Someone is shouted at on the 14 bus because of her headscarf',
        kind: 'harassment',
        source: 'second-hand',
        place: { label: 'Bus 14, towards the station', precision: 'area' },
        needs: [{ kind: 'accompany', text: 'From the station home, two people' }],
      },
      moves: ['triaged'],
    },
    {
      record: {
        what: 'انقطعت الكهرباء عن البناية الثالثة منذ الصباح\nالمصعد متوقف وفي الطابق السادس جارة تحتاج إلى جهاز الأكسجين.',
        kind: 'outage',
        source: 'told-by-affected',
        place: { label: 'بناية 3، شارع النخيل', precision: 'block' },
        needs: [{ kind: 'care', text: 'من يصعد إليها كل ساعة؟' }],
      },
    },
    {
      record: {
        what: 'Heat: the day room at the allotments has no shade after noon',
        kind: 'heat',
        source: 'saw-it',
        place: { label: 'Allotments', precision: 'area' },
        needs: [{ kind: 'supplies', text: 'Sun sails, water' }],
      },
      moves: ['triaged', 'responding', 'resolved'],
    },
    {
      record: { what: 'Stairs of the community hall are broken, someone fell', kind: 'accident', source: 'saw-it' },
      moves: ['triaged', 'responding', 'resolved', 'follow-up'],
    },
    { record: { what: 'Smell of gas near the school gate', source: 'second-hand' } },
  ]
}

/** Adds them in order, so that the first is the newest. @returns their ids */
export async function addIncidents(bridge: Bridge, network: string, now: number): Promise<string[]> {
  const ids: string[] = []
  for (const sample of sampleIncidents(now).toReversed()) {
    const { ids: added } = await bridge.call('record:add', { network, kind: 'incident', records: [sample.record] })
    const id = added[0]!
    const of = { network, id }
    for (const to of sample.moves ?? []) await bridge.call('incident:move', { ...of, to })
    if (sample.verify !== undefined) await bridge.call('incident:verify', { ...of, ...sample.verify })
    for (const text of sample.notes ?? []) await bridge.call('incident:note', { ...of, text })
    if (sample.answer !== undefined) await bridge.call('incident:respond', { ...of, state: sample.answer })
    if (sample.claims !== undefined) await claim(bridge, of, sample.claims)
    ids.unshift(id)
  }
  return ids
}

async function claim(bridge: Bridge, of: { network: string; id: string }, index: number): Promise<void> {
  const { record } = await bridge.call('record:show', { ...of, kind: 'incident' })
  const need = (record['needs'] as { id: string }[])[index]
  if (need !== undefined) await bridge.call('incident:need', { ...of, need: need.id, state: 'claimed' })
}
