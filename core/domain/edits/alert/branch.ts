import { z } from 'zod'

import { id } from '../../input/fields.ts'
import type { AlertRecord } from '../../records/alert/alert.ts'
import type { Write } from '../../write.ts'
import { defineEdit } from '../edit.ts'
import { courseEntry, requireSent } from './answer.ts'

/**
 * The last caller of a branch of the phone tree has told the root that the calls of it are made. Of those in it whom nobody reached it
 * says nothing. Saying it again changes nothing.
 *
 * @throws MeshError `domain/not-allowed-now` for a draft and for what is over
 */
export const branchDone = defineEdit(
  z.strictObject({ /** Who is called first in it. */ branch: id }),
  (record: AlertRecord, { branch }, ctx): Write[] => {
    requireSent(record, ctx)
    const known = Object.values(record.course).some((one) => one.what === 'branch-done' && one.member === branch)
    return known ? [] : [courseEntry(record, { what: 'branch-done', member: branch }, ctx)]
  },
)
