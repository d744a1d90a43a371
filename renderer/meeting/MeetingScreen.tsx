import { useState } from 'react'
import { useLocation } from 'wouter'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useCommand } from '../engine/use-command.ts'
import { MeetingReceipt } from './MeetingReceipt.tsx'
import { MeetingSetup } from './MeetingSetup.tsx'
import { MeetingStage } from './MeetingStage.tsx'
import type { RunningMeeting } from './running-meeting.ts'

type NetworkSync = CommandOutput<'sync:status'>['networks'][number]

/**
 * Meeting mode: set up, the code with the room, the receipt. A step of its own each. `showNow`: the person has just started the
 * network and asked for its code, so it is shown without another question.
 */
export function MeetingScreen({ showNow }: { showNow: boolean }) {
  const { network } = useNetwork()
  // Another network is another meeting.
  return <Meeting key={network.id} network={network.id} showNow={showNow} />
}

function Meeting({ network, showNow }: { network: string; showNow: boolean }) {
  const [, navigate] = useLocation()
  const [running, setRunning] = useState<RunningMeeting>()
  const [isLarge, setLarge] = useState(false)
  const [ended, setEnded] = useState<{ meeting: RunningMeeting; sync: NetworkSync | undefined; at: number }>()
  const revoke = useCommand('invite:revoke')

  const start = (meeting: RunningMeeting): void => {
    setEnded(undefined)
    setRunning(meeting)
    setLarge(true)
    // So that a reload, or the way back, does not make another code.
    if (showNow) navigate('/meeting', { replace: true })
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
      <MeetingSetup
        running={running}
        startNow={showNow && running === undefined}
        onStart={start}
        onLarge={() => setLarge(true)}
      />
      {running !== undefined && isLarge && (
        <MeetingStage meeting={running} onSmall={() => setLarge(false)} onEnd={end} />
      )}
    </>
  )
}
