import { Copy, Phone } from 'lucide-react'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'

import { CopyButton } from '../forms/CopyButton.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { TreePerson } from './phone-tree.ts'
import styles from './tree.module.css'

/** Calls somebody by the laptop's own telephone program, or copies the number to type it elsewhere. */
export function Number({ node: { tel, shownTel, name } }: { node: TreePerson }) {
  const t = useT()
  if (tel === null) return undefined
  const shown = shownTel ?? tel
  return (
    <span className={styles['number']}>
      <a className={styles['call']} href={`tel:${tel}`} aria-label={t('tree.phone', { name, tel: shown })}>
        <Phone aria-hidden size={20} /> <bdi dir="ltr">{shown}</bdi>
      </a>
      <CopyButton text={tel} icon={Copy} copied={t('action.copied')} failed={tel}>
        <span aria-hidden>{t('action.copy')}</span>
        <VisuallyHidden elementType="span">{t('tree.copy', { name })}</VisuallyHidden>
      </CopyButton>
    </span>
  )
}
