import type { Canaries } from './canaries.ts'

/** Records for `add --from` with a canary in every field that takes words, numbers to call or places. */
export function fullRecords(canaries: Canaries) {
  const word = (purpose: string): string => canaries.word(purpose)
  const text = (purpose: string): string => `Word ${word(purpose)} in it`
  return {
    contact: {
      fn: text('contact name'),
      tel: [`+34${canaries.digits('contact tel').replace(/^./u, '6')}`],
      email: [`${word('contact email')}@${word('contact mail host')}.example`],
      impp: [`xmpp:${word('contact impp')}@chat.example`],
      lang: [`es-x-${canaries.shortWord('contact language')}`],
      role: [text('contact role')],
      bestTimes: text('contact best times'),
      emergencyContact: text('contact emergency contact'),
      accessNeeds: text('contact access needs'),
      consent: { givenBy: text('contact consent given by'), phoneTree: true },
    },
    incident: {
      what: text('incident what'),
      kind: 'flood',
      onset: { at: '2026-07-01T10:00:00Z', precision: 'hour' },
      place: { label: text('incident place'), precision: 'exact', plusCode: canaries.plusCode('incident plus code') },
      source: 'saw-it',
      urgency: 'Immediate',
      severity: 'Minor',
      certainty: 'Observed',
      audience: { scope: 'specialists', of: text('incident audience') },
      followUpOwner: text('incident follow-up owner'),
      needs: [{ kind: 'supplies', text: text('incident need') }],
    },
    plan: {
      summary: text('plan summary'),
      kind: 'event',
      description: text('plan description'),
      start: '2026-12-01T18:00:00Z',
      place: { label: text('plan place'), precision: 'exact', plusCode: canaries.plusCode('plan plus code') },
      safetyPlan: text('plan safety plan'),
      tasks: [{ summary: text('plan task'), text: text('plan task text') }],
      shifts: [{ start: '2026-12-01T18:00:00Z', role: text('plan shift role'), min: 1, max: 4 }],
      coSponsors: [
        {
          organisation: text('plan co-sponsor'),
          pointContact: text('plan co-sponsor contact'),
          gives: text('plan co-sponsor gives'),
        },
      ],
      demands: [
        { text: text('plan demand'), institution: text('plan demand institution'), institutionKind: 'council' },
      ],
      supplies: [{ name: text('plan supply'), unit: word('plan supply unit'), wanted: 40, stock: 3 }],
    },
    alert: {
      kind: 'care',
      headline: text('alert headline'),
      instruction: text('alert instruction'),
      area: text('alert area'),
      need: [{ role: text('alert role'), count: 3 }],
    },
  }
}

/** Acts for `record:act`, likewise: what is added to a record after it was made. */
export function fullActs(canaries: Canaries, own: { readonly circle: string }) {
  const text = (purpose: string): string => `Word ${canaries.word(purpose)} in it`
  return {
    incident: [
      [
        'addAffected',
        { wants: text('person affected wants'), consent: { givenBy: text('person affected consent'), followUp: true } },
      ],
      ['callService', { service: 'utility', reference: text('service reference'), note: text('service note') }],
      [
        'addAttachment',
        { mime: 'image/png', bytes: 999, sha256: canaries.hash('attachment hash'), alt: text('attachment alt') },
      ],
      ['addNeed', { kind: 'shelter', text: text('incident second need') }],
      ['respond', { state: 'coming', note: text('responder note'), role: text('responder role') }],
      ['verify', { to: 'verified', basis: text('verification basis') }],
      ['note', { text: text('timeline note') }],
      ['move', { to: 'triaged', note: text('lifecycle note') }],
    ],
    plan: [
      ['status', { to: 'confirmed', note: text('plan status note') }],
      ['addTask', { summary: text('plan second task'), text: text('plan second task text') }],
    ],
    network: [
      [
        'edit',
        {
          area: text('network area'),
          purpose: text('network purpose'),
          settings: { emergencyNumber: canaries.digits('network emergency number', 12) },
        },
      ],
      ['addPlace', { place: { label: text('saved place'), precision: 'exact' } }],
      [
        'addLink',
        {
          name: text('linked network'),
          pointContact: text('linked network contact'),
          backUp: text('linked network back-up'),
          shared: text('linked network shares'),
        },
      ],
      ['addTeam', { skill: text('team skill') }],
      ['hold', { record: own.circle, reason: text('hold reason') }],
      ['startDuty', {}],
      ['endDuty', { note: text('hand-over note') }],
      ['addRoute', { circle: own.circle, name: text('route name'), places: [text('route place')] }],
    ],
    alert: [
      ['send', {}],
      ['answer', { answer: 'coming', agreed: true, role: text('answer role') }],
      ['needsHelp', { note: text('responder needs help') }],
      ['checkIn', { state: 'safe', note: text('check-in note') }],
      ['debrief', { well: text('debrief well'), change: text('debrief change') }],
      ['allClear', { note: text('all-clear note') }],
    ],
    member: [
      ['edit', { skills: [text('member skill')] }],
      ['addTraining', { name: text('member training') }],
      ['nameDevice', { device: 'd1', label: text('member device') }],
    ],
  } as const
}
