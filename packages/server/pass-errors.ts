/** Why a neighbour's pass is refused; part of the catalogue in errors.ts. */
export const passErrors = {
  pass_confidential: {
    status: 409,
    sentence: {
      de: 'Für diese Lieferung gibt es keinen Pass: Sie wird nur persönlich übergeben.',
      en: 'There is no pass for this delivery: it is handed over in person only.',
    },
  },
  pass_over: {
    status: 409,
    sentence: {
      de: 'Diese Lieferung ist abgeschlossen. Ein Pass zeigt dazu nichts mehr.',
      en: 'This delivery is over. A pass would show nothing more.',
    },
  },
  pass_too_many: {
    status: 409,
    sentence: {
      de: 'Es gibt schon 5 Pässe für dieses Paket. Ziehen Sie zuerst einen zurück.',
      en: 'There are 5 passes for this parcel already. Revoke one first.',
    },
  },
} as const;
