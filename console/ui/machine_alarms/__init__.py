"""The review list of what machines report: looked at beside its picture, accepted or rejected, many at once."""

from console.ui.machine_alarms.desk import AlarmDesk

__all__ = ["AlarmDesk"]
