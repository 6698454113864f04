/** Text of the history screens that does not depend on an entry. */
export const text = {
  tabs: { all: 'All', missed: 'Missed', requests: 'Requests' },
  list: 'Call history',
  filter: 'Which calls to show',
  search: {
    label: 'Search calls',
    hint: 'Search by name',
    nothing: {
      all: (search: string) => `No calls with “${search}”.`,
      missed: (search: string) => `No missed calls with “${search}”.`,
      requests: (search: string) => `No call requests from “${search}”.`,
    },
  },
  /** Before the time of a call, because many locales write times like durations. */
  at: 'at',
  details: 'Details',
  deleteSome: (count: number) => (count === 1 ? 'Delete' : `Delete ${count} calls`),
  expand: (count: number) => `Show ${count} calls`,
  collapse: (count: number) => `Fold ${count} calls`,
  about: 'About:',
  block: 'Block calls',
  unblock: 'Unblock',
  deleteThis: 'Delete this call',
  notDeleted: (why: string) => `Nothing was deleted. ${why}`,
  notBroughtBack: (why: string) => `Couldn't undo. ${why}`,
  clear: 'Clear history',
  removed: {
    all: 'History cleared. The histories of others stay as they are.',
    some: (count: number) => (count === 1 ? 'Call deleted.' : `${count} calls deleted.`),
    undo: 'Undo',
  },
  older: 'Show older calls',
  loading: 'Loading…',
  failed: 'Your calls could not be loaded.',
  retry: 'Try again',
  empty: {
    all: {
      title: 'No calls yet',
      help: 'Every call you place or get will be listed here, with what became of it.',
      action: 'Find someone to call',
    },
    requests: {
      title: 'No call requests',
      help: "Calls from people you don't know, which you didn't take, are listed here.",
    },
    missed: {
      title: 'No missed calls',
      help: 'Calls that were not answered on any of your devices are listed here.',
    },
  },
  choose: 'Select a call to see what happened.',
  unknown: {
    title: 'This call is not in your history',
    help: 'It may have been deleted.',
    action: 'See all calls',
  },
  facts: {
    kind: 'Call',
    placed: 'Placed',
    ended: 'Ended',
    duration: 'Duration',
  },
  checkThis: 'Check this',
  trouble: 'What went wrong',
  timeline: {
    title: 'How it went',
    loading: 'Loading…',
    offline: 'This is shown once you are online.',
    failed: 'How the call went could not be loaded.',
    nothing: 'No more is known of this call.',
    dropped: (count: number) =>
      count === 1
        ? '1 more change of the connection is not listed.'
        : `${count} more changes of the connection are not listed.`,
  },
  callAgain: 'Call again',
  callBack: 'Call back',
  lastCall: 'Last call',
  allWith: (name: string) => `All calls with ${name}`,
} as const;
