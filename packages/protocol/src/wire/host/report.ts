import * as v from 'valibot';
import { MessageId, UserId } from '../../common/ids.ts';
import { bounds } from '../base/limits.ts';

/** Why somebody is reported to the host. */
export const reportReasons = ['spam', 'harassment', 'impersonation', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

/** What a user tells the host about another. `messages`: those between the two that the host may read. */
export const reportFields = {
  userId: UserId,
  reason: v.picklist(reportReasons),
  note: v.optional(
    v.pipe(v.string(), v.trim(), v.maxLength(bounds.reportNoteLength), v.regex(/^[\P{Cc}\n]*$/u)),
  ),
  messages: v.optional(v.pipe(v.array(MessageId), v.maxLength(bounds.reportMessages)), []),
};
