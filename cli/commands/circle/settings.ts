import { type Command, InvalidArgumentError } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findNetwork } from '../../input/names.ts'
import { someText, wholeNumber } from '../../input/values.ts'
import { safeLine } from '../../output/safe-text.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'

type Settings = Readonly<Record<string, unknown>>

interface Options {
  readonly network?: string
  readonly name?: string
  readonly area?: string
  readonly purpose?: string
  readonly country?: string
  readonly zone?: string
  readonly emergency?: string
  readonly escalation?: readonly number[]
  readonly checkIn?: number
  readonly pairs?: number
  readonly quorum?: number
  readonly keepAlerts?: number
  readonly keepIncidents?: number
  readonly keepAttachments?: number
  readonly keepRoutes?: number
}

/** `network settings`: shows what holds in a network, and changes it. */
export function addSettingsCommand(network: Command, cli: Cli): void {
  const days = wholeNumber(1, 3650)
  const settings = withNetwork(
    network.command('settings').description('what holds for all in a network; with options, changes it'),
  )
    .option('--name <name>', 'what the network is called', someText)
    .option('--area <area>', 'a district or quarter, as people call it', someText)
    .option('--purpose <text>', 'what for', someText)
    .option('--country <code>', 'two letters, like ES: numbers without a country code are read as of there', someText)
    .option('--zone <zone>', 'time zone, like Europe/Madrid', someText)
    .option('--emergency <number>', 'emergency number, or none', emergencyNumber)
    .option('--escalation <minutes>', 'repeat, back-up circle, phone tree: three rising times, like 3,7,15', rising)
    .option('--check-in <minutes>', 'after how long a silent responder is asked', wholeNumber(1, 1440))
    .option('--pairs <number>', 'buddies that a person may have', wholeNumber(1, 20))
    .option('--quorum <percent>', 'how many must vote', wholeNumber(1, 100))
    .option('--keep-alerts <days>', 'after they end', days)
    .option('--keep-incidents <days>', 'after closing', days)
    .option('--keep-attachments <days>', 'after closing', days)
    .option('--keep-routes <days>', 'after they were written down or renewed', days)
    .action((options: Options) =>
      cli.ask(async (bridge) => {
        const id = await findNetwork(bridge, options.network)
        const patch = patchOf(options)
        if (Object.keys(patch).length > 0)
          await bridge.call('record:edit', { network: id, kind: 'network', id, patch }, cli)
        return shown(cli, bridge, id)
      }),
    )
  withExamples(settings, 'network settings', 'network settings --escalation 3,7,15 --emergency 112 --check-in 30')
}

function patchOf({ name, area, purpose, ...options }: Options): object {
  const settings = given({
    country: options.country?.toUpperCase(),
    timeZone: options.zone,
    emergencyNumber: options.emergency === 'none' ? null : options.emergency,
    escalationMinutes: options.escalation,
    checkInMinutes: options.checkIn,
    pairsCap: options.pairs,
    quorumPercent: options.quorum,
    retentionAlertDays: options.keepAlerts,
    retentionIncidentDays: options.keepIncidents,
    retentionAttachmentDays: options.keepAttachments,
    retentionRouteDays: options.keepRoutes,
  })
  return given({ name, area, purpose, settings: Object.keys(settings).length === 0 ? undefined : settings })
}

async function shown(cli: Cli, bridge: Bridge, network: string): Promise<{ json: unknown; text: string }> {
  const { record } = await bridge.call('network:show', { network }, cli)
  const json = (record['settings'] ?? {}) as Settings
  const word = (name: string): string => {
    const value = json[name]
    return typeof value === 'string' || typeof value === 'number' ? safeLine(String(value)) : 'not set'
  }
  const [first, second, third] = Array.isArray(json['escalationMinutes']) ? (json['escalationMinutes'] as number[]) : []
  const text = [
    `Emergency number: ${word('emergencyNumber')}`,
    `If nobody answers a call: after ${first ?? '?'} min again; after ${second ?? '?'} min the back-up circle; after ${third ?? '?'} min the phone tree.`,
    `Check-in: after ${word('checkInMinutes')} min. Buddies a person may have: ${word('pairsCap')}.`,
    `Kept: alerts ${word('retentionAlertDays')}, incidents ${word('retentionIncidentDays')}, attachments ${word('retentionAttachmentDays')}, routes ${word('retentionRouteDays')} days.`,
    `Country: ${word('country')}. Time zone: ${word('timeZone')}. Quorum: ${word('quorumPercent')} %.`,
  ]
  return { json, text: text.join('\n') }
}

function rising(text: string): readonly number[] {
  const minutes = text.split(',').map((part) => wholeNumber(1, 1440)(part.trim()))
  const [first = 0, second = 0, third = 0] = minutes
  if (minutes.length !== 3 || first >= second || second >= third)
    throw new InvalidArgumentError('It takes three rising numbers of minutes, like 3,7,15.')
  return minutes
}

function emergencyNumber(text: string): string {
  if (text !== 'none' && !/^[0-9*#+]{2,15}$/.test(text))
    throw new InvalidArgumentError('It takes 2 to 15 digits, or none.')
  return text
}
