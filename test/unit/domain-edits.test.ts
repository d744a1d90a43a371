import { describe, expect, test } from 'vitest'

import { contactEdits } from '../../core/domain/edits/contact.ts'
import { entryOf } from '../../core/domain/edits/edit.ts'
import { EDITS } from '../../core/domain/edits/edits.ts'
import { contextOf, create, NOON, refusal } from '../helpers/domain-records.ts'

const { plan: planEdits, network: networkEdits, member: memberEdits } = EDITS

describe('a contact card', () => {
  test('needs a name only', () => {
    expect(create('contact', { fn: 'Rosa' }).view).toMatchObject({
      fn: 'Rosa',
      tel: [],
      consent: null,
      state: 'active',
    })
  })
  test("keeps telephone numbers as E.164, once each, read in the network's country", () => {
    const view = create(
      'contact',
      { fn: 'Rosa', tel: ['030 / 123 456', '+49 30 123456', 'tel:+34 911 23 45 67'] },
      contextOf('ana', { country: 'DE' }),
    ).view
    expect(view.tel).toEqual(['+34911234567', '+4930123456'])
  })
  test('replaces a list without touching what stays', () => {
    const laptop = create('contact', { fn: 'Rosa', role: ['driver', 'medic'] })
    expect(laptop.run(contactEdits.edit, { role: ['medic', 'cook'] }).slice(0, 2)).toEqual([
      { op: 'put', path: ['role', 'driver'], value: false },
      { op: 'put', path: ['role', 'cook'], value: true },
    ])
    expect(laptop.view.role).toEqual(['cook', 'medic'])
  })
  test('holds consent as last said, and nothing of it after its date', () => {
    const laptop = create('contact', {
      fn: 'Rosa',
      consent: { givenBy: 'Rosa', phoneTree: true, print: true, expiresAt: NOON + 1 },
    })
    expect(laptop.view).toMatchObject({
      consent: { phoneTree: true, print: true, linkedNetworks: false, expired: false },
      state: 'active',
    })
    laptop.run(contactEdits.consent, { givenBy: 'Rosa', givenAt: NOON - 10, phoneTree: true, expiresAt: NOON })
    expect(laptop.view).toMatchObject({
      consent: { phoneTree: true, print: false, expired: true },
      state: 'consent-expired',
    })
    expect(laptop.view.consentLog).toHaveLength(2)
  })
})

describe('a plan', () => {
  const laptopWith = (input: object = {}) =>
    create('plan', { summary: 'Heat watch', ...input }, contextOf('ana', { timeZone: 'Europe/Berlin' }))

  test("reads times without a zone in the plan's zone, else the network's, which it then keeps", () => {
    expect(laptopWith({ start: '2026-06-01T18:00' }).view).toMatchObject({
      start: Date.parse('2026-06-01T16:00Z'),
      tzid: 'Europe/Berlin',
    })
    expect(laptopWith({ start: '2026-06-01T18:00', tzid: 'Asia/Riyadh' }).view).toMatchObject({
      start: Date.parse('2026-06-01T15:00Z'),
      tzid: 'Asia/Riyadh',
    })
    expect(laptopWith({ start: '2026-06-01T18:00:00+05:30' }).view.start).toBe(Date.parse('2026-06-01T12:30Z'))
  })
  test('moves a time that a clock change skips on, and takes the first of one that comes twice', () => {
    expect(laptopWith({ start: '2026-03-29T02:30' }).view.start).toBe(Date.parse('2026-03-29T01:30Z'))
    expect(laptopWith({ start: '2026-10-25T02:30' }).view.start).toBe(Date.parse('2026-10-25T00:30Z'))
  })
  test('is tentative until confirmed, and may be cancelled', () => {
    const laptop = laptopWith()
    laptop.run(planEdits.status, { to: 'confirmed' })
    laptop.run(planEdits.status, { to: 'cancelled', note: 'Storm' })
    expect(laptop.view.state).toBe('cancelled')
    expect(refusal(() => laptop.run(planEdits.status, { to: 'confirmed' })).code).toBe('domain/not-allowed-now')
  })
  test('takes answers, changed at will, once a person, and checks people in and out', () => {
    const laptop = laptopWith()
    laptop.run(planEdits.signUp, {})
    laptop.run(planEdits.signUp, { answer: 'tentative' })
    laptop.run(planEdits.signUp, { person: 'lee', answer: 'declined' })
    laptop.run(planEdits.signUp, { checked: 'in' })
    laptop.run(planEdits.signUp, { checked: 'out' })
    expect(laptop.view.signUps).toMatchObject([
      { member: 'ana', partstat: 'tentative', checkedInAt: NOON, checkedOutAt: NOON },
      { member: 'lee', partstat: 'declined', checkedInAt: null },
    ])
    expect(laptop.view.counts).toEqual({ accepted: 0, declined: 1, tentative: 1 })
  })
  test('fills shifts up to their most', () => {
    const laptop = laptopWith({ shifts: [{ start: '2026-06-01T18:00', min: 1, max: 2 }] })
    const shift = laptop.view.shifts[0]!.id
    laptop.run(planEdits.signUp, { shift })
    expect(laptop.view.shifts[0]!.filling).toBe('enough')
    laptop.run(planEdits.signUp, { shift, person: 'lee' })
    expect(laptop.view.shifts[0]).toMatchObject({ filling: 'full', accepted: 2 })
    expect(refusal(() => laptop.run(planEdits.signUp, { shift, person: 'noor' })).details).toEqual({ reason: 'full' })
    laptop.run(planEdits.signUp, { shift, person: 'lee', answer: 'declined' })
    laptop.run(planEdits.signUp, { shift, person: 'noor' })
    expect(laptop.view.shifts[0]!.accepted).toBe(2)
  })
  test('has tasks that people take and finish', () => {
    const laptop = laptopWith({ tasks: [{ summary: 'Water' }] })
    const task = laptop.view.tasks[0]!.id
    laptop.run(planEdits.moveTask, { task, state: 'in-process', person: 'lee' })
    expect(laptop.view.tasks[0]).toMatchObject({ state: 'in-process', by: ['lee'] })
    laptop.run(planEdits.moveTask, { task, state: 'completed' })
    expect(laptop.view.tasks[0]).toMatchObject({ state: 'completed', by: ['lee'] })
  })
  test('adds up stock, demands and co-sponsors', () => {
    const laptop = laptopWith({
      supplies: [{ name: 'Water', stock: 10 }],
      coSponsors: [{ organisation: 'Parish' }],
      demands: [{ text: 'Shade', institution: 'City', institutionKind: 'council' }],
    })
    const { supplies, coSponsors, demands } = laptop.view
    laptop.run(planEdits.changeSupply, { supply: supplies[0]!.id, by: -3 })
    laptop.run(planEdits.moveCoSponsor, { coSponsor: coSponsors[0]!.id, state: 'yes', gives: 'A hall' })
    laptop.run(planEdits.moveDemand, { demand: demands[0]!.id, state: 'adopted' })
    expect(laptop.view).toMatchObject({
      supplies: [{ stock: 7 }],
      coSponsors: [{ state: 'yes', gives: 'A hall' }],
      demands: [{ state: 'adopted' }],
    })
  })
  test('edits its description in small splices', () => {
    const laptop = laptopWith({ description: 'Meet at the mill at six' })
    expect(laptop.run(planEdits.edit, { description: 'Meet at the mill at seven' }).slice(0, 1)).toEqual([
      { op: 'splice', path: ['description'], index: 21, remove: 2, insert: 'even' },
    ])
  })
})

describe('a network', () => {
  test('has settings with the defaults of the design', () => {
    const laptop = create('network', { name: 'Mill Lane' })
    expect(laptop.view.settings).toMatchObject({
      escalationMinutes: [3, 7, 15],
      checkInMinutes: 30,
      pairsCap: 2,
      retentionIncidentDays: 90,
      retentionRouteDays: 60,
    })
    laptop.run(networkEdits.edit, { settings: { country: 'DE', checkInMinutes: 20, escalationMinutes: [2, 4, 8] } })
    expect(laptop.view.settings).toMatchObject({
      country: 'DE',
      checkInMinutes: 20,
      escalationMinutes: [2, 4, 8],
      pairsCap: 2,
    })
    expect(
      refusal(() => laptop.run(networkEdits.edit, { settings: { escalationMinutes: [5, 4, 8] } })).details,
    ).toMatchObject({ field: 'settings.escalationMinutes' })
  })
  test('has circles with members and buddies, at most two each', () => {
    const laptop = create('network', { name: 'Mill Lane' })
    const circle = entryOf(laptop.run(networkEdits.addCircle, { name: 'North', members: ['a', 'b', 'c', 'd'] }))!
    laptop.run(networkEdits.joinCircle, { circle })
    for (const second of ['b', 'c']) laptop.run(networkEdits.setBuddies, { circle, first: 'a', second })
    expect(laptop.run(networkEdits.setBuddies, { circle, first: 'c', second: 'a' })).toEqual([])
    expect(refusal(() => laptop.run(networkEdits.setBuddies, { circle, first: 'd', second: 'a' })).details).toEqual({
      reason: 'enough-buddies',
    })
    expect(refusal(() => laptop.run(networkEdits.setBuddies, { circle, first: 'd', second: 'z' })).details).toEqual({
      reason: 'not-in-circle',
    })
    laptop.run(networkEdits.leaveCircle, { circle, person: 'c' })
    expect(laptop.view.circles).toMatchObject([
      { name: 'North', members: ['a', 'ana', 'b', 'd'], buddies: [{ first: 'a', second: 'b' }] },
    ])
  })
  test('keeps routes to the block and for as long as its settings say', () => {
    const laptop = create('network', { name: 'Mill Lane' })
    const circle = entryOf(laptop.run(networkEdits.addCircle, { name: 'North' }))!
    laptop.run(networkEdits.addRoute, {
      circle,
      places: ['Mill', 'School'],
      line: {
        type: 'LineString',
        coordinates: [
          [13.40519, 52.52001],
          [13.41, 52.53],
        ],
      },
      windows: [{ days: ['MO', 'TU'], from: '07:30', to: '08:15' }],
    })
    const route = laptop.view.circles[0]!.routes[0]!
    expect(route).toMatchObject({
      places: ['Mill', 'School'],
      expiresAt: NOON + 60 * 86_400_000,
      expired: false,
      windows: [{ days: ['MO', 'TU'], from: '07:30', to: '08:15' }],
    })
    expect(route.line).toEqual({
      type: 'LineString',
      coordinates: [
        [13.405, 52.52],
        [13.41, 52.53],
      ],
    })
    laptop.run(networkEdits.editRoute, { circle, route: route.id, expiresAt: NOON, line: null })
    expect(laptop.view.circles[0]!.routes[0]).toMatchObject({ expired: true, line: null })
  })
  test('saves places and links to other networks', () => {
    const laptop = create('network', { name: 'Mill Lane' })
    laptop.run(networkEdits.addPlace, { place: { label: 'School hall', precision: 'exact' } })
    laptop.run(networkEdits.addLink, { name: 'Legal observers', pointContact: 'Office' })
    laptop.run(networkEdits.editLink, { link: laptop.view.links[0]!.id, backUp: 'Second office' })
    expect(laptop.view).toMatchObject({
      savedPlaces: [{ place: { label: 'School hall' } }],
      links: [{ pointContact: 'Office', backUp: 'Second office' }],
    })
  })
})

test('a member tells skills and languages, names devices and accepts the safety agreement', () => {
  const laptop = create('member', { person: 'ana', displayName: 'Ana', lang: ['es'] })
  laptop.run(memberEdits.edit, { skills: ['first aid'] })
  laptop.run(memberEdits.nameDevice, { device: 'd1', label: 'Old laptop' })
  laptop.run(memberEdits.nameDevice, { device: 'd1', lost: true })
  laptop.run(memberEdits.acceptSafetyAgreement, {})
  expect(laptop.view).toMatchObject({
    displayName: 'Ana',
    lang: ['es'],
    skills: ['first aid'],
    devices: [{ device: 'd1', label: 'Old laptop', lostAt: NOON }],
    safetyAgreementAt: NOON,
  })
})
