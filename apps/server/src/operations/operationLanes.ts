import type { OperationLanes } from '../storage/lanes.ts';
import type { Operations } from './operations.ts';

/** Whatever a call needs goes first; what grows with a user's data takes turns with what does not. */
export const operationLanes: OperationLanes<Operations> = {
  'calls:live': 'calls',
  'calls:byIds': 'calls',
  'calls:overdue': 'calls',
  'calls:write': 'calls',
  'people:named': 'calls',
  'people:acquaintances': 'calls',
  'contacts:among': 'calls',
  'rules:among': 'calls',
  'settings:ofAll': 'calls',
  'clock:anchor': 'calls',
  'history:page': 'lists',
  'history:entries': 'lists',
  'history:see': 'lists',
  'history:remove': 'lists',
  'people:of': 'lists',
  'people:knowing': 'lists',
  'conversations:of': 'lists',
  'conversations:mark': 'lists',
  'messages:page': 'lists',
  'notes:page': 'lists',
  'notes:ofCalls': 'lists',
  'notes:new': 'lists',
  'history:search': 'bulk',
  'history:removeUntil': 'bulk',
  'history:restore': 'bulk',
  'history:purge': 'bulk',
  'guests:forget': 'bulk',
  'guests:deleteForgotten': 'bulk',
};
