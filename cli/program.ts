import { Command } from 'commander'

import type { Cli, GlobalOptions } from './cli.ts'
import { withExamples } from './commands/examples.ts'
import { addAlertCommands } from './commands/alert/alert.ts'
import { addAttentionCommands } from './commands/alert/attention.ts'
import { addBackupCommands } from './commands/backup.ts'
import { addCircleCommands } from './commands/circle/circle.ts'
import { addLinkCommands } from './commands/circle/link.ts'
import { addTeamCommands } from './commands/circle/team.ts'
import { addDeviceCommands } from './commands/device.ts'
import { addDisputeCommands } from './commands/dispute.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDutyCommands } from './commands/duty/duty.ts'
import { addEraseCommands } from './commands/erase.ts'
import { addIncidentCommands } from './commands/incident.ts'
import { addInviteCommands } from './commands/invite.ts'
import { addMemberCommands } from './commands/member.ts'
import { addNetworkCommands } from './commands/network.ts'
import { addPlanCommands } from './commands/plan.ts'
import { addProfileCommands } from './commands/profile.ts'
import { addContactCommands } from './commands/record.ts'
import { addRecoveryCommands } from './commands/recovery.ts'
import { addRouteCommands } from './commands/duty/route.ts'
import { addStartCommand } from './commands/start.ts'
import { addStatusCommands } from './commands/status.ts'
import { addTreeCommands } from './commands/tree/tree.ts'
import { addHoldCommands } from './commands/upkeep/hold.ts'
import { addRestoreAtCommand } from './commands/upkeep/restore-at.ts'

/** The whole command line. Errors of usage are thrown as CommanderError; help goes to `help`. */
export function buildProgram(cli: Cli, help: { write(text: string): void }): Command {
  const program = new Command('muster')
  program
    .description(
      'Contacts, incidents and plans of a group that looks after each other, on its own laptops, with no server.\nCommands use the Muster that runs on the profile; without one they work on the profile directly.',
    )
    .version(cli.world.version, '--version', 'show the version')
    .option('--json', 'print exactly one JSON value (with start: one a line)')
    .option('--profile <folder>', 'where the profile is (default: MUSTER_PROFILE, else the usual place on this system)')
    .option(
      '--passphrase-file <file>',
      'read the passphrase from a file (default: MUSTER_PASSPHRASE, else you are asked)',
    )
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: (text) => help.write(text), writeErr: () => undefined })
    .hook('preAction', () => {
      cli.options = program.opts<GlobalOptions>()
    })
  withExamples(
    program,
    'start',
    'network create "River Street" --as Ana',
    'invite create "River Street" --uses 5 --png invite.png',
    'join --png invite.png --as Ben',
    'incident add --what "Water in the cellar of the school"',
    'wait --synced && muster status',
  )

  addStartCommand(program, cli)
  addNetworkCommands(program, cli)
  addInviteCommands(program, cli)
  addMemberCommands(program, cli)
  addDeviceCommands(program, cli)
  addRecoveryCommands(program, cli)
  addDisputeCommands(program, cli)
  addContactCommands(program, cli)
  addIncidentCommands(program, cli)
  addPlanCommands(program, cli)
  addAlertCommands(program, cli)
  addCircleCommands(program, cli)
  addTeamCommands(program, cli)
  addLinkCommands(program, cli)
  addDutyCommands(program, cli)
  addRouteCommands(program, cli)
  addAttentionCommands(program, cli)
  addTreeCommands(program, cli)
  addStatusCommands(program, cli)
  addProfileCommands(program, cli)
  addEraseCommands(program, cli)
  addBackupCommands(program, cli)
  addDoctorCommand(program, cli)
  addHoldCommands(program, cli)
  addRestoreAtCommand(program, cli)
  return program
}
