import type { ReactNode } from 'react';
import './name.css';

/** Scripts whose letters join: space taken from between them would tear them or lay them over each other. */
const joined = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}]/u;

/** A name that people gave, in whatever script: it reads in its own direction and leaves that of what stands around it alone. */
export function Name({ text }: { readonly text: string }): ReactNode {
  return <bdi className={joined.test(text) ? 'name is-joined' : 'name'}>{text}</bdi>;
}
