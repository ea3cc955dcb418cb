/** The languages every person-facing sentence exists in, German first. */
export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

/** One sentence in every language. */
export type Bilingual = Readonly<Record<Language, string>>;
