/** What a caller says before they are asked. */
export interface PlacedAbout {
  /** One line without links, at most 80 characters. */
  readonly reason?: string;
  readonly isUrgent?: true;
}
