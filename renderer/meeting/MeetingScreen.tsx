import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useCommand } from '../engine/use-command.ts'
import { MeetingReceipt } from './MeetingReceipt.tsx'
import { MeetingSetup } from './MeetingSetup.tsx'
import { MeetingStage } from './MeetingStage.tsx'
import type { RunningMeeting } from './running-meeting.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]

/** Meeting mode: set up, the code with the room, the receipt. A step of its own each. */
export function MeetingScreen() {
  const { network } = useNetwork()
  // Another network is another meeting.
  return <Meeting key={network.id} network={network.id} />
}

function Meeting({ network }: { network: string }) {
  const [running, setRunning] = useState<RunningMeeting>()
  const [isLarge, setLarge] = useState(false)
  const [ended, setEnded] = useState<{ meeting: RunningMeeting; sync: NetworkSync | undefined; at: number }>()
  const revoke = useCommand('invite:revoke')

  const start = (meeting: RunningMeeting): void => {
    setEnded(undefined)
    setRunning(meeting)
    setLarge(true)
  }
  const end = (sync: NetworkSync | undefined): void => {
    if (running === undefined) return
    // A code that was used up or has expired cannot be withdrawn any more: the receipt is what matters.
    void revoke.run({ network, invite: running.invite })
    setEnded({ meeting: running, sync, at: Date.now() })
    setRunning(undefined)
    setLarge(false)
  }

  if (ended !== undefined) return <MeetingReceipt {...ended} onAgain={() => setEnded(undefined)} />
  return (
    <>
      <MeetingSetup running={running} onStart={start} onLarge={() => setLarge(true)} />
      {running !== undefined && isLarge && (
        <MeetingStage meeting={running} onSmall={() => setLarge(false)} onEnd={end} />
      )}
    </>
  )
}
