import { Copy, Phone, TriangleAlert } from 'lucide-react'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'

import { Button } from '../../components/Button.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { StateBadge } from '../../components/StateBadge.tsx'
import { CopyButton } from '../../forms/CopyButton.tsx'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import type { Members } from '../../people/use-members.ts'
import styles from '../circles.module.css'
import type { Post } from '../use-circles.ts'

interface PostsProps {
  pointContact: Post
  backUp: Post
  members: Members
  /** Opens the form in which they are chosen. */
  onChoose: () => void
}

/** Whom to call first: always there, also while nobody is named or cannot be called. */
export function Posts({ pointContact, backUp, members, onChoose }: PostsProps) {
  const t = useT()
  const posts = [
    ['point', t('circle.point'), pointContact],
    ['backup', t('circle.backup'), backUp],
  ] as const
  return (
    <>
      <Quiet>{t('circle.posts.text')}</Quiet>
      <Rows label={t('circle.posts')}>
        {posts.map(([id, title, post]) => (
          <PostRow key={id} title={title} post={post} members={members} onChoose={onChoose} />
        ))}
      </Rows>
    </>
  )
}

interface PostRowProps {
  title: string
  post: Post
  members: Members
  onChoose: () => void
}

function PostRow({ title, post: { person, tel, lacks }, members, onChoose }: PostRowProps) {
  const t = useT()
  return (
    <Row
      title={title}
      sub={
        <>
          {person !== null && <PersonName {...members.nameOf(person)} />}
          {tel !== null && (
            <a href={`tel:${tel}`} className={styles['number']}>
              <Phone aria-hidden size={18} />
              <bdi dir="ltr">{tel}</bdi>
            </a>
          )}
          {lacks === 'no-number' && <span>{t('post.no-number.text')}</span>}
        </>
      }
      side={
        <>
          {lacks !== null && (
            <StateBadge tone="wait" icon={TriangleAlert}>
              {t(`post.${lacks}`)}
            </StateBadge>
          )}
          {tel !== null && (
            <CopyButton text={tel} icon={Copy} copied={t('post.copied')} failed={t('post.copy.failed')}>
              {t('post.copy')}
              <VisuallyHidden elementType="span"> ({title})</VisuallyHidden>
            </CopyButton>
          )}
          {(lacks === 'nobody' || lacks === 'left') && (
            <Button aria-label={t('post.choose.name', { post: title })} onPress={onChoose}>
              {t('post.choose')}
            </Button>
          )}
        </>
      }
    />
  )
}
