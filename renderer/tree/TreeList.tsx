import {
  Check,
  CircleDashed,
  Eye,
  Languages,
  MessageCircleReply,
  Phone,
  PhoneOff,
  UserRoundCheck,
  Users,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'

import { PersonName } from '../components/PersonName.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { RESPONDER_LOOK } from '../incidents/looks.ts'
import { useMembers } from '../people/use-members.ts'
import { Number } from './Number.tsx'
import type { Tree, TreePerson } from './phone-tree.ts'
import styles from './tree.module.css'

type People = ReadonlyMap<string, TreePerson>

/** The whole tree as a list in lists, each person under who calls them. */
export function TreeList({ tree, people }: { tree: Tree; people: People }) {
  const t = useT()
  const root = people.get(tree.root)
  return (
    <>
      {root !== undefined && (
        <ul className={styles['tree']}>
          <Branch node={root} people={people} root={root} />
        </ul>
      )}
      {tree.left.length > 0 && (
        <div className={styles['left']}>
          <h3>{t('tree.left')}</h3>
          <p>{t('tree.left.text')}</p>
          <ul className={styles['tree']}>
            {tree.left.map((id) => (
              <Branch key={id} node={people.get(id)!} people={people} root={root} />
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

interface BranchProps {
  node: TreePerson
  people: People
  root: TreePerson | undefined
}

function Branch({ node, people, root }: BranchProps) {
  const called = node.calls.flatMap((id) => people.get(id) ?? [])
  return (
    <li>
      <Person node={node} people={people} root={root} />
      {called.length > 0 && (
        <ul className={styles['calls']}>
          {called.map((one) => (
            <Branch key={one.person} node={one} people={people} root={root} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Person({ node, people, root }: BranchProps) {
  const t = useT()
  const formats = useFormats()
  const buddy = people.get(node.buddy ?? '')
  return (
    <div className={styles['person']}>
      <span className={styles['name']}>
        <TreeName node={node} />
        {node.person === root?.person && <span className={styles['fine']}> ({t('tree.begins')})</span>}
        {node.kind === 'contact' && <span className={styles['fine']}> ({t('tree.contact')})</span>}
      </span>
      <Standing node={node} />
      <Number node={node} />
      <span className={styles['facts']}>
        {node.languages.length > 0 && <span>{formats.list(node.languages.map((code) => formats.language(code)))}</span>}
        {buddy !== undefined && (
          <span>
            <Users aria-hidden size={16} /> {t('tree.buddies', { name: buddy.name })}
          </span>
        )}
        {node.bestTimes !== null && <span>{t('tree.times', { times: node.bestTimes })}</span>}
        {!node.talks && (
          <span className={styles['flag']}>
            <Languages aria-hidden size={16} /> {t('tree.stranger')}
          </span>
        )}
        {node.confirms && root !== undefined && (
          <span>
            <Phone aria-hidden size={16} /> {t('tree.confirms', { name: root.name })}
          </span>
        )}
      </span>
    </div>
  )
}

/** A member with the short form of their key where names look alike; a contact as the card has it. */
export function TreeName({ node }: { node: TreePerson }) {
  const { nameOf } = useMembers()
  const known = node.kind === 'member' ? nameOf(node.person) : { you: false }
  return <PersonName {...known} name={node.name} />
}

const REACH: Readonly<Record<NonNullable<TreePerson['board']>['state'], LucideIcon>> = {
  'not-reached': CircleDashed,
  reached: Check,
  seen: Eye,
  answered: MessageCircleReply,
  phoned: Phone,
  told: UserRoundCheck,
}

/** How far the call for help has come with them, and that somebody cannot be phoned. */
function Standing({ node: { board, missing } }: { node: TreePerson }) {
  const t = useT()
  return (
    <>
      {missing !== null && (
        <StateBadge tone="wait" icon={PhoneOff}>
          {t(`tree.missing.${missing}`)}
        </StateBadge>
      )}
      {board !== undefined && (
        <StateBadge tone={board.state === 'not-reached' ? 'wait' : 'good'} icon={REACH[board.state]}>
          {t(`alert.reach.${board.state}`)}
        </StateBadge>
      )}
      {board !== undefined && board.answer !== null && (
        <StateBadge {...RESPONDER_LOOK[board.answer]}>{t(`responder.${board.answer}`)}</StateBadge>
      )}
    </>
  )
}
