import { createContext } from 'react';

/** Finds the address of a picture by its name. */
export const PictureAddress = createContext((picture: string): string => `/api/pictures/${picture}`);
