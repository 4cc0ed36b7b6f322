"""Coordination: services involved, referrals; the first-weeks checklists stand beside them."""

from casetui.data.records import Referral, ServiceInvolved
from casetui.desk.areas.base import Area
from casetui.desk.telling.sections import Section
from casetui.words import N_

AREA = Area("coordination", N_("Coordination"), (Section(ServiceInvolved), Section(Referral)))
