import { Camera as CameraIcon, CameraOff, VideoOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { openCamera, type Camera, type CameraProblem } from './camera.ts'
import styles from './Join.module.css'

/** Whether a text could be an invite at all; the engine has the last word. */
const LIKE_INVITE = /^\s*MUSTER:/i

/** Reads the invite off another screen. The picture never leaves this laptop. */
export function CameraWay({ onCode }: { onCode: (code: string) => void }) {
  const t = useT()
  const [wanted, setWanted] = useState(false)
  const [problem, setProblem] = useState<CameraProblem>()
  const [foreign, setForeign] = useState(false)
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (!wanted || video.current === null) return
    let camera: Camera | undefined
    let ended = false
    const found = (text: string): void => {
      if (ended) return
      if (!LIKE_INVITE.test(text)) return setForeign(true)
      ended = true
      onCode(text)
    }
    void openCamera(video.current, found).then((opened) => {
      if (typeof opened === 'string') {
        setProblem(opened)
        setWanted(false)
      } else if (ended) opened.stop()
      else camera = opened
    })
    return () => {
      ended = true
      camera?.stop()
    }
  }, [wanted, onCode])

  if (!wanted) {
    return (
      <div className={styles['way']}>
        {problem === undefined ? (
          <p>{t('join.camera.text')}</p>
        ) : (
          <Notice look="wait" icon={CameraOff} title={t(`join.camera.${problem}.title`)}>
            <p>{t(`join.camera.${problem}.text`)}</p>
          </Notice>
        )}
        <Button icon={CameraIcon} onPress={() => (setProblem(undefined), setForeign(false), setWanted(true))}>
          {problem === undefined ? t('join.camera.start') : t('action.retry')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles['way']}>
      <div className={styles['view']}>
        <video ref={video} muted playsInline aria-label={t('join.camera.view')} />
        <span aria-hidden className={styles['aim']} />
      </div>
      <p role="status">{foreign ? t('join.camera.foreign') : t('join.camera.looking')}</p>
      <Button icon={VideoOff} onPress={() => setWanted(false)}>
        {t('join.camera.stop')}
      </Button>
    </div>
  )
}
