/** Why a wish for a delivery, or another day, is refused; part of the catalogue in errors.ts. */
export const wishErrors = {
  drop_off_only_recipient: {
    status: 409,
    sentence: {
      de: 'Gewählt ist „Nur an mich“. Solange das gilt, wird nichts abgestellt.',
      en: '“Only to me” is chosen. As long as that holds, nothing is left.',
    },
  },
  standing_too_often: {
    status: 409,
    sentence: {
      de: 'In den letzten 24 Stunden wurde schon 50-mal etwas Dauerhaftes gewählt. Es bleibt bei der letzten Wahl; morgen geht es wieder.',
      en: 'In the last 24 hours 50 lasting choices were made already. The last one stands; tomorrow you can choose again.',
    },
  },
  wish_other_carrier: {
    status: 409,
    sentence: {
      de: 'Dieses Paket bringt ein anderer Zusteller. Bitte wählen Sie dort.',
      en: 'Another carrier brings this parcel. Please choose there.',
    },
  },
  wish_confidential: {
    status: 409,
    sentence: {
      de: 'Diese Lieferung wird nur persönlich übergeben, nicht in der Nachbarschaft. Bitte wählen Sie etwas anderes.',
      en: 'This delivery is handed over in person only, not to a neighbour. Please choose something else.',
    },
  },
  wish_hand_over_only: {
    status: 409,
    sentence: {
      de: 'Der Händler verlangt, dass dieses Paket persönlich übergeben wird. Bitte wählen Sie etwas anderes.',
      en: 'The merchant requires this parcel to be handed over in person. Please choose something else.',
    },
  },
  wish_other_recipient: {
    status: 409,
    sentence: {
      de: 'Jemand, der dieses Paket mit Ihnen empfängt, hat die Nachbarschaft ausgeschlossen. Bitte wählen Sie etwas anderes.',
      en: 'Someone who receives this parcel with you has excluded neighbours. Please choose something else.',
    },
  },
  wish_too_late: {
    status: 409,
    sentence: {
      de: 'Dafür ist es zu spät: Der Lieferwagen ist schon da, oder die Lieferung ist abgeschlossen.',
      en: 'It is too late for this: the van is already here, or the delivery is over.',
    },
  },
  wish_too_often: {
    status: 409,
    sentence: {
      de: 'Für dieses Paket wurde schon 20-mal gewählt. Es bleibt bei der letzten Wahl.',
      en: 'For this parcel 20 choices were made already. The last one stands.',
    },
  },
  day_route_started: {
    status: 409,
    sentence: {
      de: 'Dafür ist es zu spät: Der Lieferwagen ist schon unterwegs, oder die Lieferung ist abgeschlossen.',
      en: 'It is too late for this: the van is already on its way, or the delivery is over.',
    },
  },
  day_not_planned: {
    status: 409,
    sentence: {
      de: 'Für dieses Paket gibt es noch keinen Tag, der sich verschieben ließe. Steht einer fest, geht es.',
      en: 'There is no day for this parcel yet that could be moved. Once there is one, it can be.',
    },
  },
  day_moved_too_often: {
    status: 409,
    sentence: {
      de: 'Dieses Paket wurde schon dreimal verschoben. Es bleibt beim geplanten Tag.',
      en: 'This parcel was moved three times already. It stays on the day planned.',
    },
  },
  day_none_offered: {
    status: 409,
    sentence: {
      de: 'Der Zusteller bietet keinen anderen Tag an. Es bleibt beim geplanten.',
      en: 'The carrier offers no other day. It stays on the day planned.',
    },
  },
  day_not_offered: {
    status: 409,
    sentence: {
      de: 'An diesem Tag wird nicht geliefert. Angeboten werden die Tage unter „otherDays“.',
      en: 'There is no delivery on this day. Offered are the days under “otherDays”.',
    },
  },
} as const;
