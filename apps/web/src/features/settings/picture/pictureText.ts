/** Fixed text for choosing the user's picture. */
export const text = {
  choose: 'Choose a picture',
  change: 'Change picture',
  remove: 'Remove picture',
  removing: 'Removing…',
  drop: 'Or drop one here.',
  offline: 'Your picture cannot be changed while the server cannot be reached.',
  unreadable: 'Your browser cannot read this file as a picture. Choose a photo, such as a JPEG or PNG file.',
  tooLarge: 'This picture is too large to be opened. Choose one of less than 40 MB.',
  notMade: 'Your browser could not make the picture small enough. Choose another one.',
  crop: {
    title: 'Your picture',
    move: 'Move the picture',
    hint: 'Drag it, or use the arrow keys. Others see what is inside the circle.',
    zoom: 'Zoom',
    times: (zoom: number) => `${zoom.toFixed(1)} times`,
    cancel: 'Cancel',
    use: 'Use this picture',
    saving: 'Saving…',
  },
} as const;
