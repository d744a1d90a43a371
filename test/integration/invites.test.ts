import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

describe.skipIf(namespacesMissing('invites between laptops'))('invites between laptops', () => {
  let room: Room
  let network: string
  const invite = (...args: readonly string[]): Promise<any> =>
    room.ask('Ana', 'invite', 'create', network, '--address', room.address('Ana'), ...args)

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben', 'Cleo', 'Dee', 'Eli')
    await room.start('Ana', 'Ben', 'Cleo', 'Dee', 'Eli')
    network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
  }, 90_000)

  afterAll(() => room?.dispose(), 60_000)

  test('an invite that was used as often as it allows is refused', async () => {
    const { code } = await invite('--uses', '1')
    await room.ask('Ben', 'join', code, '--as', 'Ben')
    expect(await room.refusal('Cleo', 'join', code, '--as', 'Cleo')).toBe('identity/invite-used-up')
    expect(await room.members('Ana', network)).toEqual(['Ana', 'Ben'])
  }, 60_000)

  test('joining a network again on the same profile is refused with a code of its own', async () => {
    const { code } = await invite()
    expect(await room.refusal('Ben', 'join', code, '--as', 'Ben')).toBe('identity/already-a-member')
  }, 30_000)

  test('a revoked invite is refused', async () => {
    const { id, code } = await invite()
    await room.ask('Ana', 'invite', 'revoke', network, id)
    expect(await room.refusal('Cleo', 'join', code, '--as', 'Cleo', '--timeout', '5')).toMatch(
      /^identity\/invite-revoked$|^network\/nobody-found$/,
    )
    expect(await room.members('Ana', network)).toEqual(['Ana', 'Ben'])
  }, 60_000)

  test('an invite with approval lets nobody in until a coordinator says yes, and then at once', async () => {
    const { code } = await invite('--approve')
    const joining = room.laptop('Cleo').run(['join', code, '--as', 'Cleo', '--timeout', '40'])
    await room.peer('Ana').waitFor('request:arrived', (event) => event.name === 'Cleo')
    expect(await room.members('Ana', network)).toEqual(['Ana', 'Ben'])
    const [request] = await room.ask('Ana', 'request', 'list', network)
    await room.ask('Ana', 'request', 'approve', network, request.id)
    expect((await joining).json).toMatchObject({ network })
    await expect.poll(() => room.members('Ben', network)).toEqual(['Ana', 'Ben', 'Cleo'])
  }, 90_000)

  test('somebody who is rejected is told so and stays outside', async () => {
    const { code } = await invite('--approve')
    const joining = room.laptop('Dee').run(['join', code, '--as', 'Dee', '--timeout', '40'])
    await room.peer('Ana').waitFor('request:arrived', (event) => event.name === 'Dee')
    const [request] = await room.ask('Ana', 'request', 'list', network)
    await room.ask('Ana', 'request', 'reject', network, request.id)
    expect((await joining).json.error.code).toBe('identity/join-rejected')
    expect(await room.members('Ana', network)).toEqual(['Ana', 'Ben', 'Cleo'])
  }, 90_000)

  test('a member lets somebody in while the founder is off, found by local announcements alone', async () => {
    const { code } = await invite('--uses', '5')
    await room.ask('Ana', 'incident', 'add', '--network', network, '--what', 'Water in the cellar')
    await room.sees('Ben', network, ['Water in the cellar'])
    await room.stop('Ana')
    await room.ask('Dee', 'join', code, '--as', 'Dee')
    await room.sees('Dee', network, ['Water in the cellar'])
    await room.start('Ana')
    await expect.poll(() => room.members('Ana', network)).toEqual(['Ana', 'Ben', 'Cleo', 'Dee'])
  }, 120_000)

  test('a code with a wrong letter, of something else, or cut short is named for what it is', async () => {
    const { code } = await invite()
    const wrong = code.slice(0, -9) + (code.at(-9) === 'A' ? 'B' : 'A') + code.slice(-8)
    expect(await room.refusal('Eli', 'join', wrong, '--as', 'Eli')).toBe('identity/invite-malformed')
    expect(await room.refusal('Eli', 'join', code.slice(0, 60), '--as', 'Eli')).toBe('identity/invite-malformed')
    expect(await room.refusal('Eli', 'join', 'https://example.org/', '--as', 'Eli')).toBe('identity/invite-foreign')
    const spoken = code.toLowerCase().replaceAll(/(.{5})/g, '$1 ')
    expect((await room.ask('Eli', 'join', spoken, '--as', 'Eli')).network).toBe(network)
  }, 60_000)
})
