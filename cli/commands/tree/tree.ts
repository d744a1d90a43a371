import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { prepareFile } from '../../input/files.ts'
import { given } from '../../input/given.ts'
import { findMember, findNetwork } from '../../input/names.ts'
import { memberOrContact } from '../alert/act.ts'
import { withExamples } from '../examples.ts'
import { recordOf, withNetwork } from '../record.ts'
import { paperText, walletText } from './paper-text.ts'
import { treeText, type Tree } from './tree-text.ts'

interface Options {
  readonly network?: string
  readonly alert?: string
  readonly root?: string
}

/** `tree show|confirm|print`. */
export function addTreeCommands(program: Command, cli: Cli): void {
  const tree = program.command('tree').description('who phones whom when laptops do not reach people')
  withExamples(tree, 'tree show', 'tree show --alert 9c0d11e2', 'tree print --to tree.txt')

  const show = tree.command('show').description('who calls whom, and with --alert how far the calls have come')
  withTree(show).action((options: Options) =>
    cli.ask(async (bridge) => {
      const json = await shownTree(bridge, cli, options)
      return { json, text: treeText(json) }
    }),
  )
  withExamples(show, 'tree show', 'tree show --alert 9c0d11e2', 'tree show --root Ben')

  const confirm = tree
    .command('confirm')
    .description('note that the last caller of a branch said: the calls of it are made')
    .argument('<alert>', 'id of the alert, or its first digits')
    .argument('<person>', 'who is called first in the branch')
  withNetwork(confirm).action((id: string, who: string, { network: option }: { network?: string }) =>
    cli.ask(async (bridge) => {
      const { network, id: alert } = await recordOf(bridge, 'alert', id, option)
      const branch = await memberOrContact(bridge, network, who)
      return { json: await bridge.call('tree:confirm', { network, alert, branch }, cli), text: 'Noted.' }
    }),
  )
  withExamples(confirm, 'tree confirm 9c0d11e2 Ben')

  const print = tree
    .command('print')
    .description('the tree as text for paper; numbers only of those who agreed to that')
    .option('--wallet', 'a small card for each who calls somebody')
    .option('--to <file>', 'a new file, for you alone; without it the text is shown')
  withTree(print).action((options: Options & { wallet?: boolean; to?: string }) =>
    cli.ask(async (bridge) => {
      const shown = await shownTree(bridge, cli, options)
      const { name } = await bridge.call('network:show', { network: await networkOf(bridge, options) }, cli)
      const { now } = cli
      const text = options.wallet === true ? walletText(shown, { name, now }) : paperText(shown, { name, now })
      if (options.to === undefined) return { json: { text }, text }
      await writeNew(options.to, text)
      return { json: { file: options.to }, text: `Written to ${options.to}. Keep it safe.` }
    }),
  )
  withExamples(print, 'tree print', 'tree print --wallet --to cards.txt')
}

function withTree(command: Command): Command {
  return withNetwork(command)
    .option('--alert <id>', 'for those whom an alert is for: its id, or the first digits')
    .option('--root <member>', 'who begins (default: the sender, who is on call, or the senior coordinator)')
}

async function networkOf(bridge: Bridge, { network, alert }: Options): Promise<string> {
  return alert === undefined ? findNetwork(bridge, network) : (await recordOf(bridge, 'alert', alert, network)).network
}

async function shownTree(bridge: Bridge, cli: Cli, options: Options): Promise<Tree> {
  const network = await networkOf(bridge, options)
  const alert = options.alert && (await recordOf(bridge, 'alert', options.alert, options.network)).id
  const root = options.root && (await findMember(bridge, network, options.root))
  return bridge.call('tree:show', { network, ...given({ alert, root }) }, cli)
}

/** @throws MeshError `cli/usage`, `cli/file-unwritable` */
async function writeNew(name: string, text: string): Promise<void> {
  const file = await prepareFile(name)
  try {
    await file.write(`${text}\n`)
  } finally {
    await file.close()
  }
}
