"""Builds the network of a FakeNetwork (JSON, argv[2]) in a NetworkManager of python-dbusmock, for the real nmcli to speak to."""

import json
import os
import sys

import dbus

MANAGER = 'org.freedesktop.NetworkManager'
ROOT = '/org/freedesktop/NetworkManager'
MOCK = 'org.freedesktop.DBus.Mock'
PROFILE = MANAGER + '.Settings.Connection'

bus = dbus.bus.BusConnection(os.environ['DBUS_SYSTEM_BUS_ADDRESS'])


def mock(path):
    return dbus.Interface(bus.get_object(MANAGER, path), MOCK)


def settings():
    return dbus.Interface(bus.get_object(MANAGER, ROOT + '/Settings'), MANAGER + '.Settings')


def flags(security):
    return 0x200 if '802.1X' in security else 0x100 if security else 0


def build(network):
    devices = {}
    for device in network['devices']:
        add = {'ethernet': mock(ROOT).AddEthernetDevice, 'wifi': mock(ROOT).AddWiFiDevice}.get(device['type'])
        if add is not None:
            devices[device['device']] = add('mock_' + device['device'], device['device'], 20 if device['idle'] == 'unavailable' else 30)
    for place, point in enumerate(network['points']):
        # The name goes in as text; what is hidden is not there yet.
        ssid = '' if point['isHidden'] else bytes.fromhex(point['ssid']).decode()
        mock(ROOT).AddAccessPoint(
            devices['wlan0'], 'ap%d' % place, ssid, point['bssid'], dbus.UInt32(2), dbus.UInt32(2425),
            dbus.UInt32(5400), dbus.Byte(point['signal']), dbus.UInt32(flags(point['security'])))
    for profile in network['profiles']:
        path = settings().AddConnection({
            'connection': {'id': profile['name'], 'uuid': profile['uuid'], 'type': profile['type']},
            profile['type']: {'auto-negotiate': False},
            'ipv4': {'method': 'auto'},
        })
        for device in network['devices']:
            if device['uuid'] == profile['uuid']:
                name = 'ac' + device['device']
                mock(ROOT).AddActiveConnection([devices[device['device']]], path, '/', name, dbus.UInt32(2))
    address(devices['eth0'])


def address(device):
    path = ROOT + '/IP4Config/1'
    text = lambda **fields: dbus.Dictionary(fields, signature='sv')
    mock(ROOT).AddObject(path, MANAGER + '.IP4Config', {
        'AddressData': dbus.Array([text(address='192.168.0.50', prefix=dbus.UInt32(24))], signature='a{sv}'),
        'Gateway': '192.168.0.1',
        'NameserverData': dbus.Array([text(address='9.9.9.9'), text(address='1.1.1.1')], signature='a{sv}'),
    }, dbus.Array([], signature='(ssss)'))
    mock(device).AddProperty(MANAGER + '.Device', 'Ip4Config', dbus.ObjectPath(path))


def changeable():
    """python-dbusmock does not know the call by which profiles are changed since NetworkManager 1.10."""
    for path in settings().ListConnections():
        mock(path).AddMethod(PROFILE, 'Update2', 'a{sa{sv}}ua{sv}', 'a{sv}', 'ret = {}')


if sys.argv[1] == 'build':
    with open(sys.argv[2], encoding='utf-8') as file:
        build(json.load(file))
else:
    changeable()
