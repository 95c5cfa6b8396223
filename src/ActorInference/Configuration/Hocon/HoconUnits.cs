using System.Globalization;

namespace ActorInference.Configuration;

/// <summary>Texts of a configuration to numbers, switches and quantities with units. What is right is said by the texts in <see cref="HoconReader"/>.</summary>
public static class HoconUnits
{
    /// <summary>true, false, yes, no, on, off.</summary>
    public static bool TryFlag(string text, out bool value)
    {
        value = text is "true" or "yes" or "on";
        return value || text is "false" or "no" or "off";
    }

    /// <summary>A whole number.</summary>
    public static bool TryInteger(string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A finite number.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary><c>80%</c> or <c>0.8</c>; the value is the fraction, 0.8.</summary>
    public static bool TryFraction(string text, out double value)
    {
        if (!text.EndsWith('%')) return TryNumber(text, out value);
        var read = TryNumber(text[..^1].TrimEnd(), out value);
        value /= 100;
        return read;
    }

    /// <summary>
    /// A number and a unit: ns, us, ms, s, m, h, d, or their long names (<c>2 seconds</c>). The unit is never left out, but for 0.
    /// Steps of 100 ns, as <see cref="TimeSpan"/> has them; a smaller one that is not 0 is refused.
    /// </summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        if (!TrySplit(text, out var number, out var unit)) return false;
        double? ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => number / 100,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => number * TimeSpan.TicksPerMicrosecond,
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => number * TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => number * TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => number * TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => number * TimeSpan.TicksPerHour,
            "d" or "day" or "days" => number * TimeSpan.TicksPerDay,
            "" when number == 0 => 0,
            _ => null,
        };
        if (ticks is not { } exact || Math.Abs(exact) >= long.MaxValue) return false;
        value = new TimeSpan((long)Math.Round(exact));
        return value.Ticks != 0 || number == 0;
    }

    /// <summary>
    /// A number and a unit: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024), or, as HOCON has it, K, M, G, T for the latter.
    /// The unit is never left out, but for 0. The value is in bytes.
    /// </summary>
    public static bool TrySize(string text, out long value)
    {
        value = 0;
        if (!TrySplit(text, out var number, out var unit)) return false;
        double? factor = unit switch
        {
            "B" or "b" or "byte" or "bytes" => 1,
            "kB" or "KB" or "kilobyte" or "kilobytes" => 1e3,
            "MB" or "megabyte" or "megabytes" => 1e6,
            "GB" or "gigabyte" or "gigabytes" => 1e9,
            "TB" or "terabyte" or "terabytes" => 1e12,
            "K" or "k" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "M" or "m" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "G" or "g" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "T" or "t" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            "" when number == 0 => 1,
            _ => null,
        };

        // A double holds whole numbers exactly up to 2^53, 8 PiB.
        if (factor is not { } bytes || number < 0 || number * bytes > 1L << 53) return false;
        value = (long)Math.Round(number * bytes);
        return true;
    }

    /// <summary>A time span as <see cref="TryDuration"/> reads it, in the largest unit that makes it a whole number.</summary>
    public static string Text(TimeSpan value)
    {
        (long Ticks, string Unit)[] units =
        [
            (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"), (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"), (TimeSpan.TicksPerMicrosecond, "us"),
        ];
        if (value == TimeSpan.Zero) return "0";
        var fitting = Array.Find(units, unit => value.Ticks % unit.Ticks == 0);
        return fitting.Unit is null ? $"{value.Ticks}00ns" : $"{value.Ticks / fitting.Ticks}{fitting.Unit}";
    }

    /// <summary>A number of bytes as <see cref="TrySize"/> reads it, in the largest unit that makes it a whole number.</summary>
    public static string Text(long bytes)
    {
        (long Bytes, string Unit)[] units = [(1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"), (1, "B")];
        var fitting = Array.Find(units, unit => bytes % unit.Bytes == 0);
        return bytes == 0 ? "0" : $"{bytes / fitting.Bytes}{fitting.Unit}";
    }

    private static bool TrySplit(string text, out double number, out string unit)
    {
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        unit = text[end..];
        return TryNumber(text[..end].TrimEnd(), out number);
    }
}
