import type { CommandOutput } from '../../core/bridge/contract.ts'
import { safeLine } from './safe-text.ts'
import { ago, localTime } from './times.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]

/** `Ana`, `Ana and Lee`, `Ana, Lee and Mo`, `Ana, Lee and 7 others`. */
export function nameList(names: readonly string[]): string {
  const safe = names.map(safeLine)
  if (safe.length <= 1) return safe.join('')
  if (safe.length <= 4) return `${safe.slice(0, -1).join(', ')} and ${safe.at(-1)}`
  return `${safe.slice(0, 3).join(', ')} and ${safe.length - 3} others`
}

/** What can be known about who has what, one sentence a line. */
export function syncSentences(network: NetworkSync, now: number): string[] {
  const { code, names, onlyHere, lastExchange, newer } = network.sentence
  const lines: string[] = []
  if (code === 'room-has-it') lines.push('Everyone in this room has it.')
  else if (code === 'some-have-it') lines.push(`${nameList(names)} ${names.length === 1 ? 'has' : 'have'} it.`)
  else if (code === 'this-computer-only') lines.push(onlyHereText(onlyHere, network.records))
  else lines.push('Nothing to pass on yet.')
  if (onlyHere > 0 && code !== 'this-computer-only')
    lines.push(`${onlyHere} ${onlyHere === 1 ? 'record is' : 'records are'} saved on this computer only.`)
  if (lastExchange !== undefined)
    lines.push(`Last exchanged with ${safeLine(lastExchange.name)} ${ago(lastExchange.at, now)}.`)
  if (newer.length > 0) lines.push(`${nameList(newer)} ${newer.length === 1 ? 'has' : 'have'} newer information.`)
  return lines
}

/** What is in the way of exchanging, or of agreeing what time it is: one sentence a person. */
export function obstacleSentences({ people }: NetworkSync, now: number): string[] {
  return people.flatMap(({ name, obstacle, clockDifferenceMs }) => {
    const who = safeLine(name)
    if (obstacle === 'blocked')
      return [
        `${who}'s computer is on this wifi, but takes no connection: this wifi or a firewall keeps the two apart. A phone hotspot does not.`,
      ]
    if (obstacle === 'older-app') return [`${who}'s Muster is older than this one: it has to be updated first.`]
    if (obstacle === 'newer-app') return [`${who}'s Muster is newer than this one: this one has to be updated first.`]
    if (clockDifferenceMs === undefined) return []
    const theirs = localTime(now + clockDifferenceMs)
    return [
      `${who}'s clock shows ${theirs}, this computer's ${localTime(now)}. Nothing is lost; compare them with a phone.`,
    ]
  })
}

/** What is said instead where this computer does not belong to the network, or not yet: what is here, and what to do. */
export function outsideSentences(state: Exclude<NetworkSync['state'], 'current'>, records: number): string[] {
  const stays = `${keptText(records)} Nothing new comes in, and nothing written here goes out.`
  if (state === 'pending')
    return [
      'The invite that let this computer in had been used up by others.',
      stays,
      'Ask a coordinator to let you in.',
    ]
  return [
    state === 'removed' ? 'This computer was removed from this network.' : 'This computer has left this network.',
    stays,
    'To clear it from here: muster network leave. Where it was a mistake, ask a coordinator for a new invite, leave, and join again.',
  ]
}

function keptText(records: number): string {
  if (records === 0) return 'No record is here.'
  return `The ${records === 1 ? 'record' : `${records} records`} here can still be read.`
}

/** What others hold as well is not called lost with this computer. */
function onlyHereText(onlyHere: number, all: number): string {
  if (onlyHere === 0 || onlyHere >= all) return 'Saved on this computer only.'
  return `${onlyHere} of ${all} records, as they are now, are saved on this computer only.`
}

/** Who is connected now, in words. */
export function whoIsHere(network: NetworkSync): string {
  const here = network.people.filter((person) => person.connected).map((person) => person.name)
  return here.length === 0 ? 'Nobody else is connected.' : `Here now: ${nameList(here)}.`
}
