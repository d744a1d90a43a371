import { at, entry, keys, menu, more, press, stop, tab, toEnd, type, untilButton, type Stop } from './stops.ts'

/** Records that the pictures show, by id. */
export interface Shown {
  readonly incident: string
  /** Of no incident that is here. */
  readonly missing: string
  readonly other: string
  readonly plan: string
  readonly contact: string
  readonly circle: string
  /** Code of an invite to another network. */
  readonly invite: string
}

/** Not a Muster invite, and not hard to tell. */
const FOREIGN = 'https://example.org/menu'

export const FIRST_RUN: readonly Stop[] = [
  stop('first-run-passphrase'),
  stop('first-run-passphrase-short', type('start.passphrase.label', 'tree'), keys('Enter')),
]

export const FIRST_NETWORK: readonly Stop[] = [
  stop('first-run-network'),
  stop('first-run-join', tab(1)),
  stop('first-run-join-no-camera', press('join.camera.start'), press('action.retry')),
  stop('first-run-join-paste', tab(1, 1), type('join.paste.label', FOREIGN), press('join.read')),
  stop('first-run-join-picture', tab(2, 1)),
  stop('first-run-join-spoken', tab(3, 1), type('join.spoken.label', 'abcde fghij klmn0')),
  stop('first-run-restore', tab(2)),
]

/** A network in which nobody and nothing is yet. */
export const EMPTY: readonly Stop[] = [
  stop('empty-today', at('/today')),
  stop('empty-incidents', at('/incidents')),
  stop('empty-people', at('/people')),
  stop('empty-card', at('/card')),
  stop('empty-circles', at('/circles')),
  stop('empty-tree', at('/tree')),
  stop('empty-print-wallet', at('/print/wallet')),
  stop('empty-plans', at('/plans')),
  stop('empty-plans-list', tab(1)),
  stop('empty-invites', at('/network/invites')),
  stop('empty-computers', at('/network/computers')),
  stop('empty-sync', at('/sync')),
]

/** Every screen, tab and dialog of a network that is in use. */
export function inUse({ incident, missing, other, plan, contact, circle, invite }: Shown): readonly Stop[] {
  return [
    stop('today', at('/today')),
    stop('today-end', toEnd),
    stop('incidents', at('/incidents')),
    stop('incidents-nothing-matches', type('incidents.search', 'volcano')),
    stop('incident', at(`/incidents/${incident}`)),
    stop('incident-end', toEnd),
    stop('incident-menu', at(`/incidents/${incident}`), more),
    stop('incident-erase', at(`/incidents/${incident}`), more, entry('erase.action'), untilButton('erase.confirm')),
    stop('incident-flag', at(`/incidents/${incident}`), more, entry('incident.flag')),
    stop('incident-hold', at(`/incidents/${incident}`), more, entry('hold.set')),
    stop('incident-need', at(`/incidents/${incident}`), press('incident.needs.add')),
    stop('incident-details', at(`/incidents/${incident}`), press('incident.details.edit')),
    stop('incident-verify', at(`/incidents/${incident}`), press('incident.verification.change')),
    stop('incident-safety', at(`/incidents/${other}`), press('incident.answer.coming')),
    stop('incident-arabic-end', at(`/incidents/${other}`), toEnd),
    stop('incident-missing', at(`/incidents/${missing}`)),
    stop('report', at('/today'), keys('Control+i')),
    stop('report-checked', type('report.what', 'Someone fell at the stop\nPlate 4821 KLM, call 600 000 001'), toEnd),
    stop('people', at('/people')),
    stop('people-members', tab(1)),
    stop('people-new', at('/people'), press('people.add')),
    stop('person', at(`/people/${contact}`)),
    stop('person-consent', press('consent.record')),
    stop('person-archive', at(`/people/${contact}`), press('card.archive')),
    stop('card', at('/card')),
    stop('card-held', press('mine.hold.show'), toEnd),
    stop('card-edit', at('/card'), press('action.edit')),
    stop('circles', at('/circles')),
    stop('circle-new', press('circles.add')),
    stop('circle', at(`/circles/${circle}`)),
    stop('circle-end', toEnd),
    stop('circle-route', press('route.add')),
    stop('tree', at('/tree')),
    stop('tree-end', toEnd),
    stop('print-tree', at('/print/tree')),
    stop('print-wallet', at('/print/wallet')),
    stop('plans', at('/plans')),
    stop('plans-list', tab(1)),
    stop('plan-new', press('plans.new')),
    stop('plan', at(`/plans/${plan}`)),
    stop('plan-tasks', tab(1)),
    stop('plan-task-new', press('task.add')),
    stop('plan-shifts', at(`/plans/${plan}`), tab(2)),
    stop('plan-shift-new', press('shift.add')),
    stop('plan-people', at(`/plans/${plan}`), tab(3)),
    stop('plan-partners', tab(4)),
    stop('plan-demand-new', press('demand.add')),
    stop('plan-supplies', at(`/plans/${plan}`), tab(5)),
    stop('network', at('/network')),
    stop('network-invites', at('/network/invites')),
    stop('network-invite-new', press('invites.new')),
    stop('network-computers', at('/network/computers')),
    stop('network-settings', at('/network/settings')),
    stop('network-settings-end', toEnd),
    stop('network-restore', at('/network/restore')),
    stop('network-restore-early', type('back.when', '1999-01-01T00:00'), press('back.preview')),
    stop('network-leave', at('/network/leave')),
    stop('sync', at('/sync')),
    stop('sync-end', toEnd),
    stop('privacy', at('/privacy')),
    stop('privacy-erased', (page, t) =>
      page.getByRole('heading', { name: t('erased.title') }).scrollIntoViewIfNeeded(),
    ),
    stop('privacy-end', toEnd),
    stop('privacy-backup', at('/privacy'), press('backup.make')),
    stop('privacy-restore', at('/privacy'), press('backup.restore')),
    stop('privacy-doctor', at('/privacy'), press('doctor.look'), (page, t) =>
      page.getByRole('heading', { name: t('doctor.title') }).scrollIntoViewIfNeeded(),
    ),
    stop('privacy-passphrase', at('/privacy'), press('privacy.passphrase.change')),
    stop('help', at('/help')),
    stop('help-topic', at('/help/others')),
    stop('join', at('/join')),
    stop('join-look', tab(1), type('join.paste.label', invite), press('join.read'), untilButton('join.go')),
    stop('join-look-end', toEnd),
    stop('new', at('/new')),
    stop('commands', at('/today'), keys('Control+k')),
    stop('more', at('/today'), menu('nav.more')),
    stop('networks', at('/today'), (page) => page.locator('aside button').first().click()),
    stop('meeting', at('/meeting')),
    stop('meeting-code', at('/meeting/show'), (page) => page.getByTestId('qr').waitFor()),
    stop('meeting-code-text', press('meeting.code')),
    stop('meeting-small', at('/meeting')),
    stop('meeting-receipt', press('meeting.again'), press('meeting.end'), press('meeting.end')),
  ]
}

/** Somebody waits for a yes, and an incident is hidden. */
export function disturbed({ other }: Shown): readonly Stop[] {
  return [
    stop('requests-today', at('/today')),
    stop('requests-network', at('/network')),
    stop('requests-meeting', at('/meeting/show'), (page) => page.getByTestId('qr').waitFor()),
    stop('incident-hidden', at(`/incidents/${other}`)),
  ]
}

/** The others are out of reach. */
export const OFFLINE: readonly Stop[] = [
  stop('offline-today', at('/today')),
  stop('offline-sync', at('/sync')),
  stop('offline-meeting', at('/meeting/show'), (page) => page.getByTestId('qr').waitFor()),
]

export const LOCKED: readonly Stop[] = [
  stop('unlock'),
  stop(
    'unlock-wrong',
    type('start.passphrase.label', 'not this one'),
    keys('Enter'),
    (page) => page.getByRole('alert').waitFor({ timeout: 30_000 }), // each wrong one takes longer
  ),
  stop(
    'link-needed',
    (page) => page.evaluate(() => sessionStorage.clear()),
    (page) => page.reload(),
    (page) => page.getByRole('heading', { level: 1 }).waitFor(),
  ),
]
