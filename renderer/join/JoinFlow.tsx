import { Camera, ClipboardPaste, ImageUp, Volume2 } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'

import { MeshError } from '../../core/shared/errors.ts'
import { useDeepLink } from '../app/deep-link.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { asMeshError } from '../engine/engine-client.ts'
import { useEngine } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { CameraWay } from './CameraWay.tsx'
import type { InviteContent } from './InviteLook.tsx'
import styles from './Join.module.css'
import { JoinForm } from './JoinForm.tsx'
import { PictureWay } from './PictureWay.tsx'
import { MAX_CODE, PasteWay, SpokenWay } from './TypedWays.tsx'

export interface JoinFlowProps {
  /** What this person is called in another network. */
  known?: string
  onJoined: (network: string) => void
}

/** From an invite in whichever form to being in the network. */
export function JoinFlow({ known = '', onJoined }: JoinFlowProps) {
  const t = useT()
  const engine = useEngine()
  const { code: linked, take } = useDeepLink()
  const [read, setRead] = useState<{ code: string; invite: InviteContent }>()
  const [failed, setFailed] = useState<MeshError>()
  const inspect = useCallback(
    (code: string) => {
      setFailed(undefined)
      if (code.length > MAX_CODE) return setFailed(new MeshError('identity/invite-foreign', 'Longer than any invite'))
      engine.run('invite:inspect', { code }).then(
        (invite) => setRead({ code, invite }),
        (error: unknown) => setFailed(asMeshError(error)),
      )
    },
    [engine],
  )
  useEffect(() => {
    if (linked === undefined) return
    take()
    inspect(linked)
  }, [linked, take, inspect])

  if (read !== undefined) {
    return <JoinForm {...read} known={known} onJoined={onJoined} onAgain={() => setRead(undefined)} />
  }
  const label = (Icon: typeof Camera, text: string) => (
    <>
      <Icon aria-hidden size={18} /> {text}
    </>
  )
  return (
    <div className={styles['flow']}>
      <ErrorNotice error={failed} />
      <Tabs
        label={t('join.ways')}
        look="pills"
        onSelect={() => setFailed(undefined)}
        tabs={[
          { id: 'camera', label: label(Camera, t('join.way.camera')), content: <CameraWay onCode={inspect} /> },
          { id: 'paste', label: label(ClipboardPaste, t('join.way.paste')), content: <PasteWay onCode={inspect} /> },
          {
            id: 'picture',
            label: label(ImageUp, t('join.way.picture')),
            content: <PictureWay onCode={inspect} onTry={() => setFailed(undefined)} />,
          },
          { id: 'spoken', label: label(Volume2, t('join.way.spoken')), content: <SpokenWay onCode={inspect} /> },
        ]}
      />
    </div>
  )
}
