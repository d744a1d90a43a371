import { ImageUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'

import { MeshError } from '../../core/shared/errors.ts'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './Join.module.css'
import { QrReader } from './qr-reader.ts'

const TYPES = ['image/png', 'image/jpeg', 'image/webp']

export interface PictureWayProps {
  onCode: (code: string) => void
  /** Another picture was chosen: what was wrong with the one before is of no interest any more. */
  onTry: () => void
}

/** Reads the invite out of a picture file. */
export function PictureWay({ onCode, onTry }: PictureWayProps) {
  const t = useT()
  const [reading, setReading] = useState(false)
  const [failed, setFailed] = useState<MeshError>()
  const open = async (file: File): Promise<void> => {
    setReading(true)
    setFailed(undefined)
    onTry()
    const text = await readPicture(file)
    setReading(false)
    if (text === undefined) setFailed(new MeshError('identity/invite-unreadable-image', 'No code in the picture'))
    else onCode(text)
  }
  return (
    <div className={styles['way']}>
      <p>{t('join.picture.text')}</p>
      <FileTrigger
        acceptedFileTypes={TYPES}
        onSelect={(files) => {
          const file = files?.[0]
          if (file !== undefined) void open(file)
        }}
      >
        <Button icon={ImageUp} isPending={reading}>
          {t('join.picture.choose')}
        </Button>
      </FileTrigger>
      {reading && <Loading text={t('join.picture.reading')} />}
      <ErrorNotice error={failed} />
    </div>
  )
}

/** The text of a code in the picture; undefined for none, and for what is no picture. */
async function readPicture(file: File): Promise<string | undefined> {
  const reader = new QrReader()
  try {
    const bitmap = await createImageBitmap(file)
    return await reader.read(bitmap, bitmap)
  } catch {
    return undefined
  } finally {
    reader.close()
  }
}
